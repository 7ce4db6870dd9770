# segue_room(NAME MAY room… TESTS room… LIBS library… PRECOMPILE header…): makes src/NAME one static library and its *_test.cc
# one test program. The rooms after TESTS are for its tests alone; lint/rooms.py checks who includes what. A room with PRECOMPILE
# has a precompiled header of its own, others load that of base (precompiled.cmake). Each header compiles alone: the target
# all_verify_interface_header_sets, which `make lint-all` builds, compiles a file for each header that includes nothing else.
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
set(SEGUE_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
    -Wno-restrict)  # g++ 12 sees overlaps in std::string that are none (GCC bug 105329)
# It sees copies beyond the ends of texts, too (GCC bug 105651). They are in its own headers, whose warnings it holds back unless the
# headers are precompiled.
list(APPEND SEGUE_WARNINGS -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
option(SEGUE_WERROR "warnings are errors" ON)
if(SEGUE_WERROR)
  list(APPEND SEGUE_WARNINGS -Werror)
endif()

function(segue_tests name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES})
  target_compile_options(test_${name} PRIVATE ${SEGUE_WARNINGS})
  target_link_libraries(test_${name} PRIVATE ${ARG_LIBS} GTest::gtest GTest::gtest_main)
  if(name STREQUAL base)
    segue_precompile(test_base HEADERS <gtest/gtest.h>)
  else()
    segue_precompile(test_${name} FROM test_base)
  endif()
  add_test(NAME ${name} COMMAND test_${name} --gtest_brief=1)
endfunction()

function(segue_room name)
  cmake_parse_arguments(ARG "" "" "MAY;TESTS;LIBS;PRECOMPILE" ${ARGN})
  set(dir ${CMAKE_SOURCE_DIR}/src/${name})
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cc)
  file(GLOB headers CONFIGURE_DEPENDS ${dir}/*.h)
  list(FILTER headers EXCLUDE REGEX "_body\\.h$")  # Files that name a vector unit include a body; it does not compile alone.
  file(GLOB tests CONFIGURE_DEPENDS ${dir}/*_test.cc)
  list(REMOVE_ITEM sources ${tests} ${dir}/main.cc)
  set(target segue_${name})
  add_library(${target} STATIC ${sources})
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR}/src FILES ${headers})
  target_compile_options(${target} PRIVATE ${SEGUE_WARNINGS})
  list(TRANSFORM ARG_MAY PREPEND segue_ OUTPUT_VARIABLE rooms)
  target_link_libraries(${target} PUBLIC ${rooms} ${ARG_LIBS})
  if(name STREQUAL base OR ARG_PRECOMPILE)
    segue_precompile(${target} HEADERS ${ARG_PRECOMPILE})
  else()
    segue_precompile(${target} FROM segue_base)
  endif()
  if(tests)
    list(TRANSFORM ARG_TESTS PREPEND segue_ OUTPUT_VARIABLE tests_rooms)
    segue_tests(${name} SOURCES ${tests} LIBS ${target} ${tests_rooms})
  endif()
endfunction()
