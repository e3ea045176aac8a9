#include "generate/data.hpp"

#include "schema/json_text.hpp"

namespace lockstep::generate {

namespace {

void append(std::string& out, Data const& data, std::size_t depth);

std::string line(std::size_t depth) {
    return "\n" + std::string(2 * depth, ' ');
}

void append_list(std::string& out, Data::List const& list, std::size_t depth) {
    auto separator = "";
    out += '[';
    for (auto const& item : list) {
        out += separator + line(depth + 1);
        append(out, item, depth + 1);
        separator = ",";
    }
    out += list.empty() ? "]" : line(depth) + "]";
}

void append_object(std::string& out, Data::Object const& object, std::size_t depth) {
    auto separator = "";
    out += '{';
    for (auto const& [name, value] : object) {
        out += separator + line(depth + 1);
        schema::append_json(out, name);
        out += ": ";
        append(out, value, depth + 1);
        separator = ",";
    }
    out += object.empty() ? "}" : line(depth) + "}";
}

void append(std::string& out, Data const& data, std::size_t depth) {
    if (auto const* const text = data.text()) {
        schema::append_json(out, *text);
    } else if (auto const* const list = data.list()) {
        append_list(out, *list, depth);
    } else if (auto const* const object = data.object()) {
        append_object(out, *object, depth);
    } else if (auto const* const number = data.number()) {
        out += std::to_string(*number);
    } else {
        out += data.flag() ? "true" : "false";
    }
}

}  // namespace

Data::Data(Object object) : is_(std::move(object)) {}

bool Data::flag() const {
    auto const* const flag = std::get_if<bool>(&is_);
    return flag != nullptr && *flag;
}

bool Data::is_there() const {
    if (auto const* const text = this->text()) {
        return !text->empty();
    }
    return list() != nullptr ? !list()->empty()
                             : object() != nullptr || number() != nullptr || flag();
}

Data::Object const* Data::object() const {
    if (auto const* const own = std::get_if<Object>(&is_)) {
        return own;
    }
    auto const* const shared = std::get_if<std::shared_ptr<Object const>>(&is_);
    return shared != nullptr ? shared->get() : nullptr;
}

Data const* Data::find(std::string_view name, std::size_t& hint) const {
    auto const* const parts = object();
    if (parts == nullptr) {
        return nullptr;
    }
    if (hint < parts->size() && (*parts)[hint].name == name) {
        return &(*parts)[hint].value;
    }
    for (std::size_t i = 0; i < parts->size(); ++i) {
        if ((*parts)[i].name == name) {
            hint = i;
            return &(*parts)[i].value;
        }
    }
    return nullptr;
}

std::string Data::to_json() const {
    std::string out;
    append(out, *this, 0);
    return out + '\n';
}

}  // namespace lockstep::generate
