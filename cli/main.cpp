#include <cstdio>

#include "version.hpp"

int main() {
    std::printf("lockstep %s\n", lockstep::tool_version);
    return 0;
}
