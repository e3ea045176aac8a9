// Whatever the bytes, as two files (one with elements) that import from each other.
#include "code/typescript.hpp"
#include "two_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    auto const text = fuzz::as_text(data, size);
    fuzz::require_definitions(fuzz::two_files(text, "\n// b.ts\n", "a.ts", "b.tsx"),
                              code::read_typescript);
    return 0;
}
