#include "support/kill_family.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <fmt/core.h>

namespace lockstep::tests {

using namespace std::chrono_literals;

namespace {

/// The fourth field of /proc/PID/stat (proc(5)); the second is the program's name, in brackets.
pid_t parent_of(std::string const& pid) {
    std::string text;
    std::getline(std::ifstream(fmt::format("/proc/{}/stat", pid)), text, '\0');
    char state = ' ';
    pid_t parent = -1;
    auto const name_end = text.rfind(')');
    if (name_end != std::string::npos) {
        std::istringstream(text.substr(name_end + 1)) >> state >> parent;
    }
    return parent;
}

}  // namespace

void kill_family(pg::Process& parent) {
    ::kill(parent.pid(), SIGSTOP);  // no more children
    for (auto const& entry : std::filesystem::directory_iterator("/proc")) {
        auto const name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") == std::string::npos &&
            parent_of(name) == parent.pid()) {
            ::kill(std::stoi(name), SIGKILL);
        }
    }
    parent.stop(SIGKILL, 5s);
}

}  // namespace lockstep::tests
