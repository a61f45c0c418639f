# SPDX-License-Identifier: Apache-2.0
# The way in. `make talk` and `make test` set up all they need in .venv first; PYTHON=... chooses the Python.
# ARGS=... is handed on: make talk ARGS="--voice none", make test ARGS="tests/web -x".

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
.PHONY: help talk test quick rows serve assist homeassistant openvoiceos map evenings content model bench understood speech audio package check mutants format setup everything clean

# It works from any folder (make -f), and whatever the path holds: the shell splits nothing that stands in quotes.
export MAKEFILE_AT := $(MAKEFILE_LIST)
enter := cd "$$(dirname -- "$${MAKEFILE_AT\# }")" &&
set_up := $(enter) requirements/install
# Python takes the shell's place, so that Ctrl-C reaches it alone and make has nothing to say about it.
run := $(enter) exec .venv/bin/python

help: ## what there is
	@$(enter) sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18

talk: ## talk with the skill: the local speaker, typed and aloud
	@$(set_up)
	@$(run) -m skill talk $(ARGS)

# Bytecode is kept, even where a container asks for none: the tests start a hundred programs, and each would compile all.
test: ## run the tests (ARGS=--long: the long ones, too)
	@$(set_up)
	@unset PYTHONDONTWRITEBYTECODE; $(run) -m pytest -n auto --dist worksteal $(ARGS)

quick: ## run the quick tests of the rooms with changed files (or ARGS="tests/memory")
	@$(set_up)
	@$(enter) exec .venv/bin/python -m pytest -n auto --dist worksteal --hypothesis-profile quick -m "not slow" \
		$(if $(ARGS),$(ARGS),$$(.venv/bin/python tests/rooms.py))

rows: ## write down anew what each row of the transition table does, and whole evenings, and what sentences mean; show the difference
	@$(set_up)
	@$(enter) export PYTHONPATH=.:tests; \
		for kept in checkin.rows checkin.evenings speaker.nlu.readings; do .venv/bin/python -m $$kept || exit; done

serve: ## the local speaker in a browser, and Alexa requests (POST /alexa); this machine only
	@$(set_up)
	@$(run) -m skill serve $(ARGS)

assist: ## serve Home Assistant and other speakers at home (ARGS="--uri tcp://0.0.0.0:10500": from other machines, too)
	@$(set_up) assist
	@$(run) -m skill assist $(ARGS)

homeassistant: ## run the integration's tests in Home Assistant's own core (needs Python 3.13; set up once)
	@$(set_up) assist harness
	@$(enter) exec deploy/home_assistant/tests/run $(ARGS)

openvoiceos: ## run the skill's tests in OpenVoiceOS's own core (set up once)
	@$(set_up) assist harness
	@$(enter) exec deploy/openvoiceos/tests/run $(ARGS)

map: ## draw the conversation from its transition table (ARGS="--format png --into FOLDER")
	@$(set_up) drawing
	@$(run) -m skill map $(ARGS)

evenings: ## write whole evenings down, as they are heard (docs/evenings.md)
	@$(set_up)
	@$(run) -m skill evenings $(ARGS)

content: ## what the decks hold, checked, and whether any locale lacks a word
	@$(set_up)
	@$(enter) .venv/bin/python -m skill content $(ARGS)
	@$(run) -m skill locales

model: ## write the generated parts of the interaction models
	@$(set_up)
	@$(run) -m skill model $(ARGS)

audio: ## make the music for the talk time, into build/audio
	@$(set_up) audio
	@$(run) -m audio $(ARGS)

package: ## all that is deployed, into build/package: the archive for AWS Lambda and the skill package (docs/deploy.md)
	@$(set_up) drawing
	@$(run) -m skill package $(ARGS)

mutants: ## whether the tests can fail: change skill/ at 200 places, one at a time, and see which changes go unnoticed
	@$(set_up) dev
	@$(run) bench/mutants $(ARGS)

format: ## lay the code out, and mend what lint can mend
	@$(set_up) dev
	@$(enter) .venv/bin/python -m ruff check --fix --quiet .
	@$(run) -m ruff format --quiet .

check: ## lint, types of the skill and of the benches, decks, and the language models' generated parts
	@$(set_up) dev dynamodb audio drawing assist
	@$(run) -m ruff check .
	@$(run) -m ruff format --check .
	@$(run) -m mypy --strict skill lambda_handler.py audio
	@$(enter) MYPYPATH=tests exec .venv/bin/python -m mypy --follow-imports=silent --explicit-package-bases bench/*.py
	@$(run) -m skill model --check
	@$(run) -m skill content
	@$(run) -m skill locales

bench: ## the tables of the benches: speed beside a bare hello world, understanding, a year, a record; some minutes
	@$(set_up)
	@$(enter) .venv/bin/python -m bench.speed
	@$(enter) for name in understanding year memory moves; do \
		echo "bench/$$name.py ..." >&2; .venv/bin/python -m "bench.$$name" || exit; done

understood: ## how well unseen sentences are understood, beside a judge nearer to Alexa's: a table and a picture
	@$(set_up) drawing
	@$(run) -m bench.understood $(ARGS)

speech: ## how well the ears hear what the voices say: a table and pictures; half an hour (ARGS="--sentences 20": less)
	@$(set_up) drawing speech
	@$(run) -m bench.speech $(ARGS)

setup: ## only set up; tries again for speech packages that failed before
	@$(set_up) --again

everything: ## set up all that the tests and checks need besides, Node's packages too
	@$(set_up) dev dynamodb audio drawing speech meaning assist harness
	@$(enter) npm ci --no-audit --no-fund --silent

clean: ## take away the environment and the caches
	@$(enter) rm -rf .venv .venv-home-assistant .venv-openvoiceos .setup .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@$(enter) find . -name __pycache__ -type d -prune -exec rm -rf {} +
