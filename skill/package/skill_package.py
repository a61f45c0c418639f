# SPDX-License-Identifier: Apache-2.0
"""The skill package, as the ASK CLI deploys it: manifest, interaction models, task and icons ("Skill Package Format").

Beside it stands ask-resources.json, by which the CLI finds it. What the CLI keeps there itself is left alone.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from skill.language_model import FOLDER as MODELS
from skill.language_model import known_locales
from skill.package import icons
from skill.package.manifest import TASK, TASK_VERSION, Json, Place, listing, manifest, task

NAME = "skill-package"
RESOURCES: Json = {
    "askcliResourcesVersion": "2020-03-31",
    "profiles": {"default": {"skillMetadata": {"src": f"./{NAME}"}}},
}


def files(place: Place) -> dict[str, bytes]:
    """Every file of the package by its name in the folder, ask-resources.json too. Raises InputError."""
    words = listing()
    made = {
        "ask-resources.json": _json(RESOURCES),
        f"{NAME}/skill.json": _json(manifest(place, words)),
        f"{NAME}/tasks/{TASK}.{TASK_VERSION}.json": _json(task(words)),
    }
    drawn = {name: icons.icon(side) for name, side in icons.SIZES.items()}
    for locale in known_locales():
        made[f"{NAME}/interactionModels/custom/{locale}.json"] = (MODELS / f"{locale}.json").read_bytes()
        made |= {f"{NAME}/assets/images/{locale}_{name}.png": data for name, data in drawn.items()}
    return made


def write(folder: Path, place: Place) -> None:
    """Write the package in place of an earlier one. Raises InputError."""
    made = files(place)
    shutil.rmtree(folder / NAME, ignore_errors=True)
    for name, data in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
