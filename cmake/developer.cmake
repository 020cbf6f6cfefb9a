# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
# How gradsmith's own tests, examples and benchmarks are compiled: warnings, processor, precompiled header. Users see none of it.
include_guard()

option(GRADSMITH_WERROR "Treat warnings as errors in gradsmith's own targets" ON)
set(GRADSMITH_TEST_ARCH native CACHE STRING "Processor that tests, examples and benchmarks are compiled for (-march)")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

add_library(gradsmith_developer INTERFACE)
target_link_libraries(gradsmith_developer INTERFACE gradsmith::gradsmith)
target_compile_options(gradsmith_developer INTERFACE
  -march=${GRADSMITH_TEST_ARCH}
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
  $<$<BOOL:${GRADSMITH_WERROR}>:-Werror>)

# ccache needs these to see through a precompiled header; they change nothing else.
target_compile_options(gradsmith_developer INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
  "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")

# A precompiled header shared by many programs: gradsmith_precompile(<target> <header> <library>...).
function(gradsmith_precompile target header)
  add_library(${target} OBJECT ${PROJECT_SOURCE_DIR}/cmake/empty.cpp)
  target_link_libraries(${target} PRIVATE gradsmith_developer ${ARGN})
  target_precompile_headers(${target} PRIVATE ${header})
endfunction()

# An executable of ours: warnings, processor, precompiled third-party headers.
gradsmith_precompile(gradsmith_precompiled ${CMAKE_CURRENT_LIST_DIR}/precompiled.hpp)
function(gradsmith_executable name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE gradsmith_developer)
  target_precompile_headers(${name} REUSE_FROM gradsmith_precompiled)
endfunction()

# Runs a program as a ctest entry; what it prints is compared with the file `output` if that exists, and what it writes with the
# files of a folder if one is given.
function(gradsmith_program_test test target output label)
  add_test(NAME ${test} COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/docs/run.py
    $<TARGET_FILE:${target}> ${output} ${ARGN})
  set_tests_properties(${test} PROPERTIES LABELS "${label}")
endfunction()
