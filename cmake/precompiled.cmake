# Headers that many sources include and that cost most to compile are compiled once and then loaded. A target may take the
# precompiled header of another with the same compile options. A source with options of its own cannot: it is compiled as if
# there were none. `make lint-all` compiles every header of ours without precompiled ones, so each still includes what it uses.
set(SEGUE_PRECOMPILED <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional> <span> <string> <string_view>
    <unordered_map> <vector> <fmt/core.h>)
# ccache needs to know that a source's text is what the compiler reads, precompiled headers included.
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
