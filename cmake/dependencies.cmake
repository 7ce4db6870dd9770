# Finds each library in the way that its Debian package offers. setup/versions.txt has the versions.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CURL REQUIRED)
find_package(GTest REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(LibArchive REQUIRED)
find_package(ZLIB REQUIRED)
find_package(date REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)

# DuckDB: setup/install puts the library of one npm package and the header of another here.
set(SEGUE_DUCKDB_DIR ${CMAKE_SOURCE_DIR}/.deps/duckdb CACHE PATH "where lib/libduckdb.so and include/duckdb.h are")
if(NOT EXISTS ${SEGUE_DUCKDB_DIR}/lib/libduckdb.so)
  message(FATAL_ERROR "DuckDB is missing: run `make setup` first")
endif()
add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES
  IMPORTED_LOCATION ${SEGUE_DUCKDB_DIR}/lib/libduckdb.so
  INTERFACE_INCLUDE_DIRECTORIES ${SEGUE_DUCKDB_DIR}/include)

# LightGBM: setup/install takes its C library out of a wheel of PyPI.
set(SEGUE_LIGHTGBM_DIR ${CMAKE_SOURCE_DIR}/.deps/lightgbm CACHE PATH "where lib/lib_lightgbm.so is")
if(NOT EXISTS ${SEGUE_LIGHTGBM_DIR}/lib/lib_lightgbm.so)
  message(FATAL_ERROR "LightGBM is missing: run `make setup` first")
endif()
add_library(lightgbm SHARED IMPORTED)
set_target_properties(lightgbm PROPERTIES
  IMPORTED_LOCATION ${SEGUE_LIGHTGBM_DIR}/lib/lib_lightgbm.so)
