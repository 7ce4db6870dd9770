# The front door. `make` alone lists the targets.
.PHONY: help setup build demo test year-test parity-test cloud-test lint lint-all check bench bench-embed bench-import bench-neighbors bench-ranking install
PREFIX ?= /usr/local
SEED ?= 1
WEEKS ?= 52

help:
	@echo "make demo     install what is missing, build, run the whole way against a simulated Spotify"
	@echo "make test     install what is missing, build, test everything that can be tested on this machine"
	@echo "make year-test SEED=1 WEEKS=52   a simulated year of capture with faults and kills; one line of JSON"
	@echo "make parity-test LAKE=…/lake      the marts of DuckDB and PostgreSQL from that lake, compared bit for bit; one line of JSON"
	@echo "make cloud-test   the AWS half: function, bucket, PostgreSQL, playlist; then all of it again from the bucket; one line of JSON"
	@echo "make lint     structure, formatting, clang-tidy on changed files (lint-all: on all)"
	@echo "make check    test, then lint"
	@echo "make bench    the long runs: a million rows, kills; figures into bench/results"
	@echo "make bench-embed   the trainer beside gensim: speed, growth, quality"
	@echo "make bench-import   a million rows of history beside pandas, a dump of twenty million listens"
	@echo "make bench-neighbors   search among 2.2 million vectors, beside hnswlib, faiss and usearch"
	@echo "make bench-ranking   recommenders of implicit, gensim, LensKit and RecTools; fetches 3 GB"
	@echo "make install  into PREFIX (default /usr/local)"

setup:
	@setup/install build

build: setup
	@setup/compile

demo: setup
	@setup/compile segue spotify-sim
	@.deps/venv-build/bin/python demo/run.py

test: build
	@setup/install test
	@ctest --preset release

year-test: build
	@.deps/venv-build/bin/python tests/year/year_test.py --seed $(SEED) --weeks $(WEEKS)

parity-test: build
	@.deps/venv-build/bin/python tests/parity/parity_test.py --lake "$(LAKE)"

cloud-test: build
	@setup/install test
	@.deps/venv-build/bin/python tests/cloud/cloud_test.py

lint: build
	@setup/install lint
	@lint/run

lint-all: build
	@setup/install lint
	@lint/run --all

check: test lint

bench: build
	@setup/install bench
	@bench/run

bench-embed: build
	@setup/install bench
	@bench/run embed

bench-import: build
	@setup/install bench
	@bench/run import_million dump

bench-neighbors: build
	@setup/install bench
	@bench/run neighbors

bench-ranking: build
	@setup/install bench bench-torch
	@bench/run ranking_polimi ranking_nowplaying

install: build
	@cmake --install build/release --prefix $(PREFIX)
	@setup/install --into $(PREFIX)/lib/segue build
