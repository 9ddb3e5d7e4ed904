# SPDX-License-Identifier: Apache-2.0
# forge_add_tests(<name> SOURCES <file>... [LINK <target>...] [LABELS <label>...] [TIMEOUT <seconds>] [SERIAL])
#   One executable of Catch2 tests, each TEST_CASE one CTest; SERIAL ones run alone. Every test sees
#   tests/support.
# forge_add_fuzzer(<name> SOURCES <file>... CORPUS <dir> [LINK <target>...])
#   A libFuzzer target in the preset fuzz; elsewhere a test that replays the corpus.

if(BUILD_TESTING)
  include(Catch)
endif()

function(forge_add_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 tests "SERIAL" "TIMEOUT" "SOURCES;LINK;LABELS")
  if(NOT BUILD_TESTING OR NOT tests_SOURCES)
    return()
  endif()
  if(NOT tests_TIMEOUT)
    set(tests_TIMEOUT 300)
  endif()
  add_executable(${name} ${tests_SOURCES})
  target_link_libraries(${name} PRIVATE forge_test_support ${tests_LINK} forge_warnings)
  catch_discover_tests(${name} TEST_PREFIX "${name}:"
    PROPERTIES TIMEOUT ${tests_TIMEOUT} LABELS "${tests_LABELS}" RUN_SERIAL ${tests_SERIAL})
endfunction()

function(forge_add_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 fuzzer "" "CORPUS" "SOURCES;LINK")
  cmake_path(ABSOLUTE_PATH fuzzer_CORPUS)
  if(FORGE_FUZZ)
    add_executable(${name} ${fuzzer_SOURCES})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${name} ${fuzzer_SOURCES} ${PROJECT_SOURCE_DIR}/tests/support/replay.cpp)
    add_test(NAME fuzz.${name} COMMAND ${name} ${fuzzer_CORPUS})
  endif()
  target_link_libraries(${name} PRIVATE ${fuzzer_LINK} forge_warnings)
endfunction()
