#include "mustache/data.hpp"

namespace lockstep::mustache {

Data::Data() : is_(false) {}
Data::Data(bool flag) : is_(flag) {}
Data::Data(int number) : is_(number) {}
Data::Data(std::string text) : is_(std::move(text)) {}
Data::Data(std::string_view text) : is_(std::string(text)) {}
Data::Data(char const* text) : is_(std::string(text)) {}
Data::Data(List list) : is_(std::move(list)) {}
Data::Data(Object object) : is_(std::move(object)) {}
Data::Data(std::shared_ptr<Object const> object) : is_(std::move(object)) {}

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

}  // namespace lockstep::mustache
