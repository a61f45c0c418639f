# SPDX-License-Identifier: Apache-2.0
"""Time zones as a platform names them: believed where this machine knows them, and each with its country."""

from __future__ import annotations

from cases import each_case

from skill.faces.zones import country_of, known_zone


@each_case(
    "name",
    ["UTC", "GMT", "Europe/London", "America/New_York", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "US/Eastern"],
)
def test_a_zone_that_there_is_goes_by_its_name(name: str) -> None:
    assert known_zone(name) == name


@each_case(
    "name",
    [
        *(None, 7, True, ["UTC"], {}),
        *("", "London", "Europe", "Europe/Nowhere", "europe/", "/Europe/London", "Europe/London/", "Europe/London\n"),
        *("localtime", "posix/Europe/London", "right/Europe/London", "America/Argentina"),
        *("../../etc/passwd", "Europe/../Europe/London", "Europe/L\0ndon", "E/London", f"Europe/{'L' * 5000}"),
    ],
)
def test_anything_else_is_no_zone(name: object) -> None:
    assert known_zone(name) is None


@each_case(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("America/New_York", "US"),
        ("America/Toronto", "CA"),
        ("Australia/Sydney", "AU"),
        ("Asia/Kolkata", "IN"),
        ("Europe/Dublin", "IE"),
        ("Europe/Andorra", "AD"),
        ("UTC", None),
        ("", None),
        (None, None),
    ],
)
def test_a_zone_lies_in_a_country(zone: str | None, country: str | None) -> None:
    assert country_of(zone) == country
