# The languages that lib/code reads: tree-sitter and grammars for it (generated C), from npm, with the
# versions and hashes of cmake/grammars/package-lock.json. They are fetched when the build is
# configured, once for all build folders. Debian 12's tree-sitter (0.20.7) writes past its memory on
# long texts that do not follow the grammar, hence not the system's.

set(grammars ${CMAKE_SOURCE_DIR}/build/grammars)
set(pinned ${CMAKE_SOURCE_DIR}/cmake/grammars)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${pinned}/package-lock.json)

file(MAKE_DIRECTORY ${grammars})
file(LOCK ${grammars}/lock GUARD FILE)
set(fetched "")
if(EXISTS ${grammars}/complete)
  file(READ ${grammars}/complete fetched)
endif()
file(READ ${pinned}/package-lock.json wanted)
if(NOT fetched STREQUAL wanted)
  find_program(NPM npm REQUIRED)
  message(STATUS "Fetching the grammars from npm into ${grammars}")
  file(COPY ${pinned}/package.json ${pinned}/package-lock.json DESTINATION ${grammars})
  execute_process(
    COMMAND ${NPM} ci --prefix ${grammars} --ignore-scripts --legacy-peer-deps --no-audit --no-fund
    OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "npm could not fetch the grammars:\n${said}")
  endif()
  file(WRITE ${grammars}/complete "${wanted}")
endif()
file(LOCK ${grammars}/lock RELEASE)

set(modules ${grammars}/node_modules)
add_library(lockstep_grammars STATIC
  ${modules}/tree-sitter/vendor/tree-sitter/lib/src/lib.c
  ${modules}/tree-sitter-python/src/parser.c
  ${modules}/tree-sitter-python/src/scanner.c
  ${modules}/tree-sitter-typescript/typescript/src/parser.c
  ${modules}/tree-sitter-typescript/typescript/src/scanner.c
  ${modules}/tree-sitter-typescript/tsx/src/parser.c
  ${modules}/tree-sitter-typescript/tsx/src/scanner.c)
# The grammars are tables for the most part, for which the optimiser only costs time.
target_compile_options(lockstep_grammars PRIVATE -w -O2)
target_include_directories(lockstep_grammars SYSTEM PUBLIC
  ${modules}/tree-sitter/vendor/tree-sitter/lib/include)
target_include_directories(lockstep_grammars PRIVATE
  ${modules}/tree-sitter/vendor/tree-sitter/lib/src)
# What both TypeScript grammars share stands beside them, and finds each one's parser.h by the path alone.
foreach(language typescript tsx)
  set(source ${modules}/tree-sitter-typescript/${language}/src)
  set_source_files_properties(${source}/scanner.c PROPERTIES INCLUDE_DIRECTORIES ${source})
endforeach()
