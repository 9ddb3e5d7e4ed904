# SPDX-License-Identifier: Apache-2.0
# forge_add_plugin(<name> <source>...)   a plugin of forge: <name>.so, exporting its entry point only
# forge_test_plugin(<name> [<arg>...])   a test that runs `forge plugin check` on it
# Used in forge's own tree and, through find_package(forge-sdk), by everybody else. C and C++ sources.

function(forge_add_plugin name)
  if(NOT ARGN)
    message(FATAL_ERROR "forge_add_plugin(${name}): no source files given")
  endif()
  set(map ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE forge::sdk)
  set_target_properties(${name} PROPERTIES
    PREFIX "" # what the project file names is the file's name
    C_VISIBILITY_PRESET hidden
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS ${map}
    C_STANDARD_REQUIRED ON
    CXX_STANDARD_REQUIRED ON)
  if(NOT CMAKE_C_STANDARD OR CMAKE_C_STANDARD LESS 11 OR CMAKE_C_STANDARD EQUAL 90 OR CMAKE_C_STANDARD EQUAL 99)
    set_target_properties(${name} PROPERTIES C_STANDARD 11)
  endif()
  if(NOT CMAKE_CXX_STANDARD OR CMAKE_CXX_STANDARD LESS 20 OR CMAKE_CXX_STANDARD EQUAL 98)
    set_target_properties(${name} PROPERTIES CXX_STANDARD 20)
  endif()
  target_link_options(${name} PRIVATE LINKER:--version-script=${map} LINKER:-z,now)
  # An undefined symbol is to fail here, not at load. clang leaves the sanitizer's own symbols to the host.
  get_target_property(options ${name} LINK_OPTIONS)
  get_directory_property(directory_options LINK_OPTIONS)
  set(all_flags "${options} ${directory_options} ${CMAKE_CXX_FLAGS} ${CMAKE_MODULE_LINKER_FLAGS}")
  if(NOT (CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND all_flags MATCHES "-fsanitize="))
    target_link_options(${name} PRIVATE LINKER:-z,defs)
  endif()
  if(FORGE_BUNDLED_PLUGINS) # set in forge's own plugins/
    target_link_libraries(${name} PRIVATE forge_warnings)
    set_target_properties(${name} PROPERTIES
      LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/forge/plugins)
    install(TARGETS ${name} LIBRARY DESTINATION lib/forge/plugins)
    set_property(GLOBAL APPEND PROPERTY FORGE_PLUGINS ${name})
  endif()
endfunction()

function(forge_test_plugin name)
  if(TARGET forge) # in forge's own tree
    set(program $<TARGET_FILE:forge>)
  else()
    find_program(FORGE_PROGRAM forge HINTS ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../../bin
                 DOC "forge, which checks plugins")
    if(NOT FORGE_PROGRAM)
      message(WARNING "forge_test_plugin(${name}): `forge` was not found, so there is no test; set FORGE_PROGRAM")
      return()
    endif()
    set(program ${FORGE_PROGRAM})
  endif()
  add_test(NAME check.${name} COMMAND ${program} plugin check $<TARGET_FILE:${name}> ${ARGN})
  set_tests_properties(check.${name} PROPERTIES TIMEOUT 120)
endfunction()
