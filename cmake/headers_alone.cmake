# Each header compiles alone: one source file a header, which includes it and nothing else.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} lib/*.hpp cli/*.hpp)
foreach(header IN LISTS headers)
  set(source ${CMAKE_BINARY_DIR}/headers_alone/${header}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${CMAKE_SOURCE_DIR}/@header@\"\n" @ONLY)
  list(APPEND header_sources ${source})
endforeach()
add_library(headers_alone OBJECT EXCLUDE_FROM_ALL ${header_sources})
lockstep_target(headers_alone)
target_include_directories(headers_alone PRIVATE lib cli ${CMAKE_BINARY_DIR}/generated)
target_link_libraries(headers_alone PRIVATE lockstep_dependencies)
target_include_directories(headers_alone SYSTEM PRIVATE
  $<TARGET_PROPERTY:lockstep_grammars,INTERFACE_INCLUDE_DIRECTORIES>)
