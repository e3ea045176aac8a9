# What all targets of our own have in common: warnings, sanitizers, ccache.
find_program(CCACHE ccache)
if(CCACHE)
  # Without these it takes nothing that is compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

function(lockstep_target target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 warns falsely inside std::string at -O2 and above, and of members that a designated
    # initialiser leaves to their defaults.
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-missing-field-initializers)
    # Lets ccache use the precompiled header.
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  else()
    target_compile_options(${target} PRIVATE -Xclang -fno-pch-timestamp)
  endif()
  if(LOCKSTEP_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(LOCKSTEP_SANITIZE)
    # Undefined behaviour ends the program: a test that only prints it would pass.
    target_compile_options(${target} PRIVATE -fsanitize=${LOCKSTEP_SANITIZE}
      -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # Another false one, inside <regex>, that only instrumented code calls forth.
      target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
    endif()
    target_link_options(${target} PUBLIC -fsanitize=${LOCKSTEP_SANITIZE})
  endif()
endfunction()
