# make chat   sets everything up and opens the page on http://127.0.0.1:7860
# make test   sets everything up and runs the tests
# make eval   answers the known questions and compares the figures with the committed ones
# make bench  measures indexing, asking, starting, memory and growth, beside LlamaIndex and Haystack;
#             growth up to 100,000 passages, or as many as you name: make bench SIZES=1000,10000,100000,1000000
# make lint   style and types
# make reader DATA=folder WORDNET=folder   trains the reader anew (hours); what they hold says rag/models/reader/CARD.md

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: chat test eval bench lint reader browser clean

chat: $(VENV)/ready
	@$(BIN)/python app.py

test: $(VENV)/ready-dev browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile

eval: $(VENV)/ready
	@$(BIN)/python -m evals

bench: $(VENV)/ready
	@$(PIP) -r requirements-peers.txt || echo "The others cannot be installed: measuring without them." >&2
	@$(BIN)/python -m training.as_transformers build/reader/transformers
	@$(BIN)/python -m evals.speed --haystack build/reader/transformers --plot docs/growth.svg $(if $(SIZES),--sizes $(SIZES))

lint: $(VENV)/ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# A pass over the written documents that stand alone: its number and seed, the windows of the public files in it, the
# pass before it, its share in the mean of both, and what more the windows and the training are told.
define written_pass
	@$(BIN)/python -m training.prepare $(DATA) build/reader/public$(1) --seed $(1) $(if $(WORDNET),--wordnet $(WORDNET))
	@$(BIN)/python -m training.written training/written.jsonl build/reader/written$(1) --others build/reader/public$(1)/train.jsonl --windows $(2) --seed $(1) --only alone $(5)
	@$(BIN)/python -m training.train_reader build/reader/written$(1) build/reader/written$(1) --start build/reader/mean$(3).pt $(6)
	@$(BIN)/python -m training.average build/reader/mean$(3).pt build/reader/written$(1)/checkpoint.pt build/reader/mean$(1).pt --share $(4)
endef

reader: $(VENV)/ready
	@test -n "$(DATA)" || { echo "Name the folder of training data: make reader DATA=folder" >&2; exit 2; }
	@$(PIP) -r training/requirements.txt
	@# Three passes over the public paragraphs, each with windows of its own, from what the one before has learnt.
	@$(BIN)/python -m training.prepare $(DATA) build/reader/first --seed 1
	@$(BIN)/python -m training.train_reader build/reader/first build/reader/first
	@$(BIN)/python -m training.export_reader build/reader/first/checkpoint.pt build/reader/first --out build/reader/first
	@$(BIN)/python -m training.prepare $(DATA) build/reader/second --seed 2
	@$(BIN)/python -m training.train_reader build/reader/second build/reader/second --start build/reader/first
	@$(BIN)/python -m training.export_reader build/reader/second/checkpoint.pt build/reader/second --out build/reader/second
	@$(BIN)/python -m training.prepare $(DATA) build/reader/third --seed 3 $(if $(WORDNET),--wordnet $(WORDNET))
	@$(BIN)/python -m training.train_reader build/reader/third build/reader/third --start build/reader/second
	@$(BIN)/python -m training.average build/reader/second/checkpoint.pt build/reader/third/checkpoint.pt build/reader/mean3.pt
	@# Two more over the written documents (delivered: as they grew; here all of them in each), with other windows of
	@# the public files; each is a mean with the one before.
	$(call written_pass,4,21000,3,0.8)
	$(call written_pass,5,20500,4,0.7)
	@# One more beside what the reader so far takes for answers and that are none.
	@cp build/reader/written5/held_written.jsonl build/reader/public5/
	@$(BIN)/python -m training.export_reader build/reader/mean5.pt build/reader/public5 --out build/reader/mean5
	$(call written_pass,6,10500,5,0.7,--reader build/reader/mean5,--rate 8e-5)
	@cp build/reader/written6/held_written.jsonl build/reader/public6/
	@$(BIN)/python -m training.export_reader build/reader/mean6.pt build/reader/public6 --out build/reader/mean6
	@# And one over the documents written as folders, beside what other documents of theirs say.
	@$(BIN)/python -m training.written training/written.jsonl build/reader/written7 --others build/reader/written6/train.jsonl --windows 36000 --seed 7 --reader build/reader/mean6 --only folders
	@$(BIN)/python -m training.train_reader build/reader/written7 build/reader/written7 --start build/reader/mean6.pt --rate 8e-5
	@$(BIN)/python -m training.average build/reader/mean6.pt build/reader/written7/checkpoint.pt build/reader/mean7.pt --share 0.7
	@$(BIN)/python -m training.export_reader build/reader/mean7.pt build/reader/public6
	@$(BIN)/python -m training.calibrate $(DATA)
	@cp build/reader/written6/held_written.jsonl build/reader/second/
	@$(BIN)/python -m training.measure_reader build/reader/second

$(VENV)/ready: requirements.txt constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 was not found. Install it, or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11. Name another: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV): a few minutes, this once."
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) || { echo "The venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@# torch first and by itself: no other package may choose which build of it comes.
	@$(PIP) torch==2.13.0
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	@$(PIP) -r requirements-dev.txt
	@touch $@

browser:
	@sh tests/install_browser.sh

clean:
	rm -rf $(VENV) .index
