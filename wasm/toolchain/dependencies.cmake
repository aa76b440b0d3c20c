# Eigen3::Eigen and, unless UNROLLED_TESTS is off, Catch2::Catch2WithMain and catch_discover_tests().
# toolchain.mjs finds or fetches both.

set(UNROLLED_CATCH2_SOURCE "" CACHE PATH "A folder with the sources of Catch2 3; empty: found or fetched")

function(unrolled_ask_toolchain form variable)
  find_program(UNROLLED_NODE NAMES node nodejs REQUIRED NO_CMAKE_FIND_ROOT_PATH)
  execute_process(
    COMMAND "${UNROLLED_NODE}" "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/toolchain.mjs" ${form}
    OUTPUT_VARIABLE answer RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "A library of the engine is missing; the lines above say how to get it.")
  endif()
  cmake_language(EVAL CODE "${answer}")
  set(${variable} "${${variable}}" PARENT_SCOPE)
endfunction()

# Built from its sources, natively too: one version everywhere, and no package has it for WebAssembly.
function(unrolled_add_catch2 source)
  add_subdirectory("${source}" "${CMAKE_BINARY_DIR}/catch2" EXCLUDE_FROM_ALL SYSTEM)
  # It only reports what the tests find: neither its speed nor its own bugs are the question, its compile time is.
  set_target_properties(Catch2 PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 30)
  target_compile_options(Catch2 PRIVATE -O0 -g0 -fno-sanitize=all)
  if(EMSCRIPTEN)
    target_compile_options(Catch2 PUBLIC -fwasm-exceptions)
    # EXIT_RUNTIME: without it the last unfinished line of a report is lost. O1: the code keeps the optimisation it was
    # compiled with; ten seconds of squeezing bytes out of each test program are saved.
    target_link_options(Catch2 PUBLIC -fwasm-exceptions -sEXIT_RUNTIME -O1)
  endif()
endfunction()

unrolled_ask_toolchain(--eigen UNROLLED_EIGEN)
add_library(Eigen3::Eigen INTERFACE IMPORTED GLOBAL)
target_include_directories(Eigen3::Eigen SYSTEM INTERFACE "${UNROLLED_EIGEN}")

if(NOT DEFINED UNROLLED_TESTS OR UNROLLED_TESTS)
  set(UNROLLED_CATCH2 "${UNROLLED_CATCH2_SOURCE}")
  if(NOT UNROLLED_CATCH2)
    unrolled_ask_toolchain(--catch2 UNROLLED_CATCH2)
  endif()
  if(UNROLLED_CATCH2)
    unrolled_add_catch2("${UNROLLED_CATCH2}")
    list(APPEND CMAKE_MODULE_PATH "${UNROLLED_CATCH2}/extras")
  elseif(NOT EMSCRIPTEN)
    find_package(Catch2 3)
  endif()
  if(TARGET Catch2::Catch2WithMain)
    include(Catch)
  else()
    message(WARNING "No Catch2 3, hence no tests of the engine; -DUNROLLED_CATCH2_SOURCE=<its sources> adds them.")
    set(UNROLLED_TESTS OFF)
  endif()
endif()
