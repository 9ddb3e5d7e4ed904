# SPDX-License-Identifier: Apache-2.0
# The only place that looks for third-party packages. Versions are minimums: those of Debian 12.
# Names of targets are the same in newer distributions; architecture.md, section 8, has the pitfalls.

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Boost 1.74 CONFIG REQUIRED COMPONENTS headers) # libboost-dev
find_package(tomlplusplus 3.3 CONFIG REQUIRED)              # libtomlplusplus-dev
find_package(spdlog 1.10 CONFIG REQUIRED)                   # libspdlog-dev, brings fmt
find_package(fmt 9 CONFIG REQUIRED)
find_package(CLI11 2.1 CONFIG REQUIRED)                     # libcli11-dev
find_package(nlohmann_json 3.11 CONFIG REQUIRED)            # nlohmann-json3-dev
if(BUILD_TESTING)
  find_package(Catch2 CONFIG REQUIRED) # no version: 2.13 or 3, both offer Catch2WithMain
endif()

# muParser of Debian has a CMake package; pkg-config is not needed.
find_package(muparser CONFIG REQUIRED)                      # libmuparser-dev

# Nettle has neither a CMake package nor a find module. SHA-256 for the provenance of results.
find_path(FORGE_NETTLE_INCLUDE_DIR nettle/sha2.h REQUIRED)  # nettle-dev
find_library(FORGE_NETTLE_LIBRARY nettle REQUIRED)
add_library(forge_nettle INTERFACE)
target_include_directories(forge_nettle SYSTEM INTERFACE ${FORGE_NETTLE_INCLUDE_DIR})
target_link_libraries(forge_nettle INTERFACE ${FORGE_NETTLE_LIBRARY})

# Boost.DLL has no target of its own. With std::filesystem it needs headers only.
add_library(forge_boost_dll INTERFACE)
target_link_libraries(forge_boost_dll INTERFACE Boost::headers ${CMAKE_DL_LIBS})
target_compile_definitions(forge_boost_dll INTERFACE BOOST_DLL_USE_STD_FS)

find_program(FORGE_CCACHE ccache)
if(FORGE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${FORGE_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${FORGE_CCACHE})
endif()
