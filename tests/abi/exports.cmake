# SPDX-License-Identifier: Apache-2.0
# cmake -DNM=... -DFILE=plugin.so -P exports.cmake: fails unless FILE exports forge_plugin_v1 and nothing else.
execute_process(COMMAND ${NM} -D --defined-only ${FILE} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^ \n]+\n" names "${symbols}")
string(STRIP "${names}" names)
if(NOT names STREQUAL "forge_plugin_v1")
  message(FATAL_ERROR "${FILE} exports more or less than forge_plugin_v1:\n${symbols}")
endif()
