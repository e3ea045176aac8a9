# Every library that the project links, under one target. Each has its reason in docs/dependencies.md.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)

# libpg_query ships neither a CMake package nor a pkg-config file.
find_library(PG_QUERY_LIBRARY pg_query REQUIRED)
find_path(PG_QUERY_INCLUDE_DIR pg_query.h REQUIRED)

add_library(lockstep_dependencies INTERFACE)
target_include_directories(lockstep_dependencies SYSTEM INTERFACE
  ${PostgreSQL_INCLUDE_DIRS} ${PG_QUERY_INCLUDE_DIR})
target_link_libraries(lockstep_dependencies INTERFACE
  ${PostgreSQL_LIBRARIES} OpenSSL::Crypto fmt::fmt spdlog::spdlog
  nlohmann_json::nlohmann_json yaml-cpp ${PG_QUERY_LIBRARY} Threads::Threads)
