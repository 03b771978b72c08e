// Which language a page speaks. Accept-Language after RFC 9110, 12.5.4.
#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

constexpr size_t kWishesMax = 32;

struct Wish {
  std::string language;
  double weight = 1;
};

std::vector<Wish> wishes_of(std::string_view header) {
  std::vector<Wish> wishes;
  while (!header.empty() && wishes.size() < kWishesMax) {
    const size_t comma = header.find(',');
    const std::string_view part = trim(header.substr(0, comma));
    header = comma == std::string_view::npos ? std::string_view() : header.substr(comma + 1);
    const size_t semicolon = part.find(';');
    Wish wish{std::string(trim(part.substr(0, semicolon))), 1};
    if (semicolon != std::string_view::npos) {
      const std::string_view weight = trim(part.substr(semicolon + 1));
      if (weight.starts_with("q="))
        wish.weight = parse_number(weight.substr(2)).has_value() ? *parse_number(weight.substr(2)) : 0;
    }
    if (!wish.language.empty() && wish.weight > 0) wishes.push_back(std::move(wish));
  }
  std::stable_sort(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) { return a.weight > b.weight; });
  return wishes;
}

}  // namespace

std::string page_language(const Survey& survey, std::string_view asked, std::string_view linked,
                          std::string_view accepted) {
  for (const std::string_view each : {asked, linked}) {
    if (std::string found = survey.language_like(each); !found.empty()) return found;
  }
  for (const Wish& wish : wishes_of(accepted)) {
    if (std::string found = survey.language_like(wish.language); !found.empty()) return found;
  }
  return survey.languages.front();
}

std::string page_language(std::string_view asked, std::string_view accepted) {
  Survey any;
  any.languages = {"en", "nl", "de", "ru", "zh"};
  return page_language(any, asked, "", accepted);
}

}  // namespace sojourn
