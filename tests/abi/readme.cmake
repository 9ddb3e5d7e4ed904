# SPDX-License-Identifier: Apache-2.0
# Does what sdk/README.md tells a newcomer to do, out of tree, against an installed SDK:
#   cmake -DSDK=<source folder> -DFORGE=<program> -DPYTHON=<python3> -DWORK=<folder> -P readme.cmake
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} -S ${SDK} -B ${WORK}/sdk OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${WORK}/sdk --prefix ${WORK}/prefix
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PYTHON} ${CMAKE_CURRENT_LIST_DIR}/readme.py ${SDK}/README.md ${WORK}/acme
  COMMAND_ERROR_IS_FATAL ANY)
cmake_path(GET FORGE PARENT_PATH directory)
set(ENV{PATH} "${directory}:$ENV{PATH}") # forge_test_plugin looks for forge there, too
set(ENV{FORGE_PREFIX} ${WORK}/prefix)
set(ENV{CFLAGS} "-Wall -Wextra -Werror")
set(ENV{CXXFLAGS} "-Wall -Wextra -Werror")
execute_process(COMMAND sh run.sh WORKING_DIRECTORY ${WORK}/acme OUTPUT_VARIABLE output ERROR_VARIABLE output
  RESULT_VARIABLE result)
message("${output}")
if(result OR NOT output MATCHES "100% tests passed, 0 tests failed out of 4")
  message(FATAL_ERROR "what sdk/README.md shows does not work")
endif()
