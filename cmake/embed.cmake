# Embeds text files into a .cpp file that holds them as a table of (name, content), so that the
# binary works alone: `lockstep_embed(OUTPUT HEADER FUNCTION FOLDER PATTERN…)`.
function(lockstep_embed output header function folder)
  set(rows "")
  foreach(pattern IN LISTS ARGN)
    file(GLOB files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/${pattern})
    foreach(file IN LISTS files)
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/${file})
      file(READ ${folder}/${file} content)
      string(APPEND rows "        {\"${file}\", R\"embedded(${content})embedded\"},\n")
    endforeach()
  endforeach()
  set(text "// Made by cmake/embed.cmake.
#include \"${header}\"

#include <array>

namespace lockstep {

std::span<EmbeddedFile const> ${function}() {
    static constexpr auto files = std::to_array<EmbeddedFile>({
${rows}    });
    return files;
}

}  // namespace lockstep
")
  set(old "")
  if(EXISTS ${output})
    file(READ ${output} old)
  endif()
  # Written only when it changes, so that configuring again builds nothing again.
  if(NOT old STREQUAL text)
    file(WRITE ${output} "${text}")
  endif()
endfunction()
