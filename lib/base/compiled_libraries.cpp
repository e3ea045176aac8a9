// fmt and spdlog, compiled into the program from their headers: as shared libraries they would need
// the shared C++ library as well, and the three cost more memory and time at start than all of our
// own code does.
#include <fmt/format-inl.h>

#include <spdlog/common-inl.h>
#include <spdlog/details/backtracer-inl.h>
#include <spdlog/details/log_msg-inl.h>
#include <spdlog/details/log_msg_buffer-inl.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/details/os-inl.h>
#include <spdlog/details/periodic_worker-inl.h>
#include <spdlog/details/registry-inl.h>
#include <spdlog/logger-inl.h>
#include <spdlog/pattern_formatter-inl.h>
#include <spdlog/sinks/ansicolor_sink-inl.h>
#include <spdlog/sinks/base_sink-inl.h>
#include <spdlog/sinks/sink-inl.h>
#include <spdlog/sinks/stdout_sinks-inl.h>
#include <spdlog/spdlog-inl.h>

// What the headers only declare as long as the libraries are not header-only.
template void fmt::detail::buffer<char>::append(char const*, char const*);
template char fmt::detail::decimal_point_impl(fmt::detail::locale_ref);
template auto fmt::detail::thousands_sep_impl(fmt::detail::locale_ref)
    -> fmt::detail::thousands_sep_result<char>;
template class spdlog::sinks::base_sink<std::mutex>;
template class spdlog::sinks::stderr_sink<spdlog::details::console_mutex>;
