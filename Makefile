# Everything a newcomer needs: `make demo` to see it, `make test` to check it. Each does its own set-up.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
COMPILED := $(VENV)/.compiled
export PYTHONDONTWRITEBYTECODE := 1

# A proxy that looks into TLS has its authority in the system's store, or in a file that the environment or pip.conf names. pip,
# uv and what uv runs bring a list of their own instead, and each hears of a file by another name.
AUTHORITIES := $(firstword $(PIP_CERT) $(REQUESTS_CA_BUNDLE) $(CURL_CA_BUNDLE) $(SSL_CERT_FILE))
ifeq ($(AUTHORITIES),)
AUTHORITIES := $(shell $(PYTHON) -m pip config list 2>/dev/null | sed -n "s/^global\.cert='\(.*\)'$$/\1/p")
endif
ifeq ($(AUTHORITIES),)
AUTHORITIES := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt))
endif
ifneq ($(AUTHORITIES),)
export PIP_CERT ?= $(AUTHORITIES)
export REQUESTS_CA_BUNDLE ?= $(AUTHORITIES)
export SSL_CERT_FILE ?= $(AUTHORITIES)
endif
export UV_SYSTEM_CERTS ?= 1

.PHONY: help demo run test lint types unit servers faults fresh chaos attacks robots bench custodians year verifying letters stories compare shapes fuzz wheel licences bill audit lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Debian splits venv off python3; where it is missing, virtualenv does the same from a wheel.
$(STAMP): requirements.txt uv.txt pyproject.toml
	@echo "setting up $(VENV) (once, and after a change of the requirements)"
	@[ -x $(BIN)/python ] && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV) 2>/dev/null || { \
		rm -rf $(VENV); $(PYTHON) -m pip install -q --target $(VENV)-boot virtualenv && \
		PYTHONPATH=$(VENV)-boot $(PYTHON) -m virtualenv -q $(VENV) && rm -rf $(VENV)-boot; }
	@{ $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r uv.txt && \
	   $(BIN)/uv pip sync -q --compile-bytecode --python $(BIN)/python --require-hashes requirements.txt uv.txt; } || { \
		echo "Not set up. A proxy: export HTTPS_PROXY=http://…; an authority of its own: export SSL_CERT_FILE=its-certificate.pem"; exit 1; }
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import site; print(site.getsitepackages()[0])')/mailservice.pth"
	@printf '#!/bin/sh\nexec "$$(dirname "$$0")/python" -m mailservice "$$@"\n' > $(BIN)/mailservice && chmod +x $(BIN)/mailservice
	@touch $(STAMP)

# Nothing is compiled in passing here (see above), so it is done now: else every command would begin with compiling itself.
$(COMPILED): $(STAMP) $(shell find mailservice -name '*.py')
	@$(BIN)/python -m compileall -q mailservice
	@touch $(COMPILED)

demo: $(COMPILED) ## play one case from first mail to AGREE, under half a minute
	@$(BIN)/python -m mailservice demo

run: $(COMPILED) ## the embedded set-up on the real clock, staying up; kept in run-data over a restart
	@$(BIN)/python -m mailservice run --embedded

test: $(STAMP) servers lint types unit ## lint, types, tests; installs the servers the tests need

servers:
	@sh tests/install_servers.sh

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP)
	@$(BIN)/mypy

unit: $(COMPILED)
	@$(BIN)/python -m pytest -n 2

faults: $(COMPILED) servers ## break every part of the world in turn: what stops, what goes on, who is told
	@$(BIN)/python -m tests.faults -n 2

fresh: $(STAMP) ## docs/install.md on a Debian that was never used, with its own systemd; needs root, debootstrap, systemd-container
	@$(BIN)/python -m tests.fresh bookworm && $(BIN)/python -m tests.fresh trixie

chaos: $(COMPILED) servers ## 700 kills, with faults beside: what was lost, done twice or sent again
	@$(BIN)/python -m tests.faults.chaos --kept chaos.json

# What we are measured beside has an interpreter of its own: none of it is ours, and it needs nothing else.
ROUNDUP := .venv-roundup
$(ROUNDUP)/.roundup-2.6.0: $(STAMP)
	@rm -rf $(ROUNDUP) && $(BIN)/uv venv -q --python $(BIN)/python $(ROUNDUP)
	@$(BIN)/uv pip install -q --python $(ROUNDUP)/bin/python --compile-bytecode roundup==2.6.0 && touch $@

bench: $(COMPILED) servers $(ROUNDUP)/.roundup-2.6.0 ## what the service does beside Roundup and beside the limits; SIZE=100000 cases stored
	@$(BIN)/python -m tests.bench $(ROUNDUP)/bin/python $(SIZE)

custodians: $(COMPILED) servers ## what each custodian of the record finds and gives back, on 200 cases: the database deleted, the mailbox emptied
	@$(BIN)/python -m tests.custodians

year: $(COMPILED) ## sixty cases and five agencies through a year: each morning letter and board report held against the ledger
	@$(BIN)/python -m tests.year

verifying: $(COMPILED) ## record verify on 100,000 events and 20,000 mails, beside plain hashing; DATABASE=postgresql for that
	@$(BIN)/python -m tests.bench.verifying $(DATABASE)

letters: $(STAMP) ## every letter of every policy, as one page to look at
	@$(BIN)/python -m tests.gallery letters.html && echo "written: letters.html"

stories: $(STAMP) ## accept what the stories' letters say now: look at the difference before you commit it
	@$(BIN)/python -m tests.scenarios.accept

attacks: $(STAMP) ## what becomes of forged and honest mails on their whole way, as a table
	@$(BIN)/python -m tests.trust.attacks

robots: $(STAMP) ## two robots over 10,000 hours: the letters, and to whom
	@$(BIN)/python -m tests.cases.robots

shapes: $(STAMP) ## time against size, for mails of every shape
	@$(BIN)/python -m tests.mail.shapes

fuzz: $(STAMP) ## an hour of random bytes at the reader of mails
	@$(BIN)/python -m tests.mail.fuzz 3600

compare: $(STAMP) ## our reading of mails beside other libraries', on the corpus
	@$(BIN)/uv pip install -q --python $(BIN)/python --target $(VENV)/compare --group compare
	@$(BIN)/uv pip install -q --python $(BIN)/python --target $(VENV)/compare --no-deps talon==1.4.4
	@PYTHONPATH=$(VENV)/compare $(BIN)/python -m tests.mail.compare

wheel: $(STAMP) ## the service as pipx or uv tool installs it, in dist
	@$(BIN)/python -m hatchling build -t wheel -d dist

licences: $(STAMP) ## the licence of everything that is installed here, into docs/licences.md
	@{ printf '# Licences\n\nOf all that `requirements.txt` pins, for the service and for its tests; written by `make licences`. '; \
	   printf 'UNKNOWN is what a package does not declare: see its own page.\n\n'; \
	   $(BIN)/uv tool run -q pip-licenses --python $(BIN)/python --format=markdown --order=name --no-version | \
	   sed 's/  *|/ |/g; s/---*/---/g'; } > docs/licences.md && echo "written: docs/licences.md"

bill: $(STAMP) ## a software bill of materials (CycloneDX) of what is pinned, into bill.json
	@$(BIN)/uv tool run -q --from cyclonedx-bom cyclonedx-py requirements requirements.txt --of JSON -o bill.json && echo "written: bill.json"

audit: $(STAMP) ## known vulnerabilities of what is pinned; asks the package index
	@$(BIN)/uv tool run -q pip-audit --disable-pip --require-hashes -r requirements.txt

lock: $(STAMP) ## pin every dependency anew, with hashes: for whoever works on it, and for deploy/install.sh
	@$(BIN)/uv pip compile -q pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	@$(BIN)/uv pip compile -q pyproject.toml --group build --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		-c requirements.txt -o deploy/requirements.txt

clean: ## remove what was set up and made here, but for run-data
	@find mailservice -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf $(VENV) dist bill.json demo-out .mypy_cache .ruff_cache .pytest_cache
	@[ ! -d run-data ] || echo "kept: run-data, the mailboxes and the record of make run; to begin those anew: rm -r run-data"
