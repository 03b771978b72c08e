// What the name of a column suggests, for proposing maps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

// "E-mail Address" and "emailAddress" -> "email address": lower case words, one blank between them.
std::string column_words(std::string_view column);

// The same of a column of any of the languages: "Währung (€)" -> "wahrung €", letters without their accents.
std::string header_words(std::string_view column);

inline constexpr std::string_view kLeftOut = "-";
inline constexpr std::string_view kWritten = "written";       // Text, where it is written text.
inline constexpr std::string_view kUnitPrice = "unit price";  // The amount of a row, times the quantity.

struct NameHint {
  std::string_view target;  // A name of import files, or one of the above.
  int rank = 0;             // Among the names of one target: the smaller, the surer.
};

// What a column of these words (header_words()) usually holds; empty where they say nothing. One name may suggest several.
std::vector<NameHint> name_hints(std::string_view words);

// The kind of rating that the words ask for: "nps", "csat", "ces", "stars", "rating"; "" : none.
std::string_view rating_words(std::string_view words);

// "ms", "min", "h", "s" where the words say it; "" : they do not.
std::string_view unit_words(std::string_view words);

}  // namespace sojourn
