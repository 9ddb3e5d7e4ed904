# SPDX-License-Identifier: Apache-2.0
# forge_embed(<output.cpp> <file>...)   the files as texts inside of the program, see framework/app/plugin_new.hpp

function(forge_embed output)
  set(entries "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    cmake_path(GET file FILENAME name)
    file(READ ${file} text)
    string(APPEND entries "    {\"${name}\", R\"forge_template(${text})forge_template\"},\n")
  endforeach()
  # Not configure_file: the texts may contain what it would replace.
  set(content "// Made by scripts/cmake/ForgeEmbed.cmake\n#include \"app/plugin_new.hpp\"\n\nnamespace forge::app {\n\n")
  string(APPEND content "const std::map<std::string, std::string> &plugin_templates() {\n")
  string(APPEND content "  static const std::map<std::string, std::string> all{\n${entries}  };\n  return all;\n}\n\n}  // namespace forge::app\n")
  set(before "")
  if(EXISTS ${output})
    file(READ ${output} before)
  endif()
  if(NOT before STREQUAL content)
    file(WRITE ${output} "${content}")
  endif()
endfunction()
