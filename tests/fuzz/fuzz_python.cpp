// Whatever the bytes, as two files that import from each other.
#include "code/python.hpp"
#include "two_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    auto const text = fuzz::as_text(data, size);
    fuzz::require_definitions(fuzz::two_files(text, "\n# b.py\n", "a.py", "b.py"),
                              code::read_python);
    return 0;
}
