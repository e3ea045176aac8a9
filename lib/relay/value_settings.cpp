#include "relay/value_settings.hpp"

#include <vector>

namespace lockstep::relay {

Sql set_value_settings() {
    std::vector<Sql> statements;
    for (auto const& [name, value] : value_settings) {
        statements.push_back(sql("SET LOCAL {} = {};\n", ident(name), literal(value)));
    }
    return join(statements, Sql());
}

}  // namespace lockstep::relay
