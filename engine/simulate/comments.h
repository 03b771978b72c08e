// What the made-up customers write, in five languages. All sentences are our own.
#pragma once

#include <span>
#include <string_view>

namespace sojourn {

enum class Mood : unsigned char { kPraise, kLate, kCheckout, kService, kWish };

// Languages of the company, with their share of customers: en nl de ru zh.
std::span<const std::string_view> company_languages();
std::span<const std::string_view> comments(std::string_view language, Mood mood);

}  // namespace sojourn
