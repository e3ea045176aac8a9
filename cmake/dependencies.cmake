# Every library that the project links, under one target. Each has its reason in docs/dependencies.md.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto SSL)
find_package(CURL 7.85 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
find_package(Boost 1.81 REQUIRED)  # headers: Asio and Beast
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.38)

# With LOCKSTEP_STATIC the C++ libraries are part of the program. The C libraries stay shared: libpq
# must be the system's, for its authentication plug-ins and its security updates.
set(yaml_library yaml-cpp)
if(LOCKSTEP_STATIC)
  find_library(YAML_CPP_ARCHIVE libyaml-cpp.a)
  if(YAML_CPP_ARCHIVE)
    set(yaml_library ${YAML_CPP_ARCHIVE})
  endif()
  add_link_options(-static-libstdc++ -static-libgcc -Wl,--gc-sections)
endif()

# libpg_query ships neither a CMake package nor a pkg-config file.
find_library(PG_QUERY_LIBRARY pg_query REQUIRED)
find_path(PG_QUERY_INCLUDE_DIR pg_query.h REQUIRED)

add_library(lockstep_dependencies INTERFACE)
# Of fmt and spdlog only the headers: lib/base/compiled_libraries.cpp compiles them in.
target_compile_definitions(lockstep_dependencies INTERFACE SPDLOG_COMPILED_LIB SPDLOG_FMT_EXTERNAL)
target_include_directories(lockstep_dependencies SYSTEM INTERFACE
  ${PostgreSQL_INCLUDE_DIRS} ${PG_QUERY_INCLUDE_DIR})
target_link_libraries(lockstep_dependencies INTERFACE
  ${PostgreSQL_LIBRARIES} OpenSSL::Crypto CURL::libcurl
  nlohmann_json::nlohmann_json ${yaml_library} ${PG_QUERY_LIBRARY} PkgConfig::ZSTD PkgConfig::SQLITE
  PkgConfig::PROMETHEUS Boost::headers Threads::Threads)
