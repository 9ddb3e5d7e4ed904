# SPDX-License-Identifier: Apache-2.0
# Flags of forge's own targets. Link forge_warnings PRIVATE, so that they reach nobody else.
# Sanitizers, in contrast, must be the same in host, plugins and tests: they are set for the whole tree.

add_library(forge_warnings INTERFACE)
target_compile_options(forge_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Wold-style-cast -Wno-missing-field-initializers>)
if(FORGE_WERROR)
  target_compile_options(forge_warnings INTERFACE -Werror)
endif()

if(FORGE_SANITIZE)
  add_compile_options(-fsanitize=${FORGE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${FORGE_SANITIZE})
endif()
