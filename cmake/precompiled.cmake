# The headers of libraries that cost most to compile are compiled once, and sources then load the result. A target may load the
# precompiled header of another target with the same compile options. A source with compile options of its own loads none.
# `make lint-all` compiles every header of ours without precompiled headers, so each still has to include what it uses.
set(SEGUE_PRECOMPILED <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional> <span> <string> <string_view>
    <unordered_map> <vector> <fmt/core.h>)
# With these two, ccache knows which precompiled header a source loads, and can keep its object.
add_compile_options(-fpch-preprocess)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

# segue_precompile(TARGET [FROM OTHER] [HEADERS header…]): loads OTHER's headers, or TARGET's own: the set above and HEADERS.
function(segue_precompile target)
  cmake_parse_arguments(ARG "" "FROM" "HEADERS" ${ARGN})
  if(ARG_FROM)
    target_precompile_headers(${target} REUSE_FROM ${ARG_FROM})
  else()
    target_precompile_headers(${target} PRIVATE ${SEGUE_PRECOMPILED} ${ARG_HEADERS})
  endif()
endfunction()

# segue_own_options(OPTIONS option… FILES file…): compiles files with options of their own.
function(segue_own_options)
  cmake_parse_arguments(ARG "" "" "OPTIONS;FILES" ${ARGN})
  set_source_files_properties(${ARG_FILES} PROPERTIES COMPILE_OPTIONS "${ARG_OPTIONS}" SKIP_PRECOMPILE_HEADERS ON)
endfunction()
