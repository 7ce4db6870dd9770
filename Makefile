.PHONY: setup build test
setup:
	@setup/install build
build: setup
	@[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
	@cmake --build --preset release
test: build
	@ctest --preset release
