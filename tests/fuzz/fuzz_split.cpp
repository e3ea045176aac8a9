// Whatever the bytes: either a ParseError, or statements that view the text in order.
#include <cstdlib>

#include "base/error.hpp"
#include "sql/split.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string const text(reinterpret_cast<char const*>(data), size);
    try {
        auto const script = lockstep::script::split("fuzz.sql", text);
        std::size_t end = 0;
        for (auto const& statement : script.statements) {
            if (statement.offset < end || statement.text.empty() ||
                text.compare(statement.offset, statement.text.size(), statement.text) != 0) {
                std::abort();
            }
            end = statement.offset + statement.text.size();
        }
    } catch (lockstep::ParseError const&) {
        return 0;
    }
    return 0;
}
