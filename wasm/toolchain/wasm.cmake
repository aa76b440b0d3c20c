# The toolchain file of the `wasm-*` presets: asks toolchain.mjs which Emscripten there is (it fetches one if need be)
# and includes Emscripten's own toolchain file. What Emscripten needs in its environment goes in front of each
# command, so that a build works from any shell.

# CMake reads a toolchain file several times in one run; the environment outlives them, variables do not.
if(NOT DEFINED ENV{UNROLLED_TOOLCHAIN_ANSWER})
  find_program(UNROLLED_NODE NAMES node nodejs REQUIRED NO_CMAKE_FIND_ROOT_PATH)
  execute_process(
    COMMAND "${UNROLLED_NODE}" "${CMAKE_CURRENT_LIST_DIR}/toolchain.mjs" --cmake
    OUTPUT_VARIABLE answer RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "No compiler for WebAssembly; the lines above say how to get one.")
  endif()
  set(ENV{UNROLLED_TOOLCHAIN_ANSWER} "${answer}")
endif()
cmake_language(EVAL CODE "$ENV{UNROLLED_TOOLCHAIN_ANSWER}")

foreach(setting IN LISTS UNROLLED_EMSCRIPTEN_ENV)
  string(REGEX MATCH "^([^=]+)=(.*)$" setting "${setting}")
  set(ENV{${CMAKE_MATCH_1}} "${CMAKE_MATCH_2}")
endforeach()
# `--emit-tsd` runs the project's own `tsc`.
set(launcher "${CMAKE_COMMAND}" -E env ${UNROLLED_EMSCRIPTEN_ENV}
  --modify "PATH=path_list_prepend:${UNROLLED_NODE_BIN}")
list(TRANSFORM launcher REPLACE "(.+)" "\"\\1\"" OUTPUT_VARIABLE prefix)
list(JOIN prefix " " prefix)
foreach(language IN ITEMS C CXX)
  set(CMAKE_${language}_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_${language}_LINKER_LAUNCHER ${launcher})
  # An archive has no launcher; CMake takes these rules instead of its own.
  set(CMAKE_${language}_ARCHIVE_CREATE "${prefix} <CMAKE_AR> qc <TARGET> <LINK_FLAGS> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_APPEND "${prefix} <CMAKE_AR> q <TARGET> <LINK_FLAGS> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_FINISH "${prefix} <CMAKE_RANLIB> <TARGET>")
endforeach()

if(UNROLLED_NODE)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${UNROLLED_NODE}")
endif()
include("${UNROLLED_EMSCRIPTEN}/cmake/Modules/Platform/Emscripten.cmake")
