// The files of engine/text/data that live in the program: models and lexicons. Made by cmake/SojournText.cmake.
#pragma once

#include <cstdint>
#include <string_view>

namespace sojourn {

// Empty where there is no file of that name. Lives for ever.
std::string_view built_in_file(std::string_view name);
// Of all of them together: changes when any does.
uint64_t built_in_checksum();

}  // namespace sojourn
