#include "collect/column_candidates.h"

#include <algorithm>
#include <optional>

#include "collect/column_note.h"
#include "collect/target.h"

namespace sojourn {
namespace {

bool fits_term(const ColumnShape& shape) { return !shape.written && !shape.emails && !shape.times; }

// Can values of this look fill the target?
bool fits(std::string_view target, const ColumnShape& shape) {
  if (target == kLeftOut) return !shape.written;
  if (target == "time" || target == "promise") return shape.times;
  if (target == "id") return shape.unique() && !shape.times && !shape.emails && !shape.written;
  if (target == "who.email") return shape.emails;
  if (target == "who.phone") return shape.phones || shape.digits;
  if (target.starts_with("who.")) return !shape.written && !shape.emails && !shape.phones;
  if (target == "amount" || target == "cost") return (shape.numbers || shape.money) && !shape.epochs;
  if (target == "quantity" || target == "transfers") return shape.numbers;
  if (target == "wait" || target == "talk" || target == "hold" || target == "wrap")
    return shape.numbers || shape.clocked;
  if (target == "resolved") return shape.yes_no;
  if (target == "direction") return !shape.directions.empty();
  if (target == "text") return !shape.numbers && !shape.yes_no && !shape.times && !shape.emails;
  if (target == kWritten) return shape.written;
  if (target == kUnitPrice) return (shape.numbers || shape.money) && !shape.epochs;
  if (target == "order" || target == "subscription") return fits_term(shape) && shape.many();
  if (target == "product" || target == "location") return fits_term(shape);
  return fits_term(shape) && shape.words();
}

// Whole numbers under a question, or under nothing but its number: Q3.
bool is_rated(const std::string& column, std::string_view words, const ColumnShape& shape) {
  if (!shape.rates() || shape.distinct < 3) return false;
  const bool numbered =
      words.size() > 1 && words[0] == 'q' && words.find_first_not_of("0123456789", 1) == std::string_view::npos;
  return column.find('?') != std::string::npos || numbered;
}

// What ratings without a better name are called.
std::string_view kind_of(std::string_view rated, const std::optional<Scale>& noted, const ColumnShape& shape) {
  if (rated == "rating" && noted) return *noted == Scale{1, 5} ? "stars" : rated;
  return rated == "rating" && shape.min >= 1 && shape.max <= 5 ? "stars" : rated;
}

bool is_within(const ColumnShape& shape, const Scale& scale) {
  return shape.min >= scale.min && shape.max <= scale.max;
}

}  // namespace

std::vector<Candidate> candidates_of(size_t column, const std::string& name, const ColumnShape& shape) {
  std::vector<Candidate> all;
  const std::string words = header_words(name);
  const std::optional<Scale> noted = noted_scale(words);
  const auto add = [&](std::string_view target, int strength, std::string why, std::string_view kind = "") {
    all.push_back({column, std::string(target), strength, std::move(why), std::string(kind)});
  };
  const Target own = find_target(name);
  const bool is_own = own.kind != Target::Kind::kProperty && own.kind != Target::Kind::kProperties;
  const std::string_view rated = rating_words(words);
  if (shape.rates() && !rated.empty() && (!is_own || words == "answer")) {
    add("answer", Candidate::kByName,
        "its name, and whole numbers up to " + std::to_string(static_cast<int>(shape.max)),
        kind_of(rated, noted, shape));
  }
  for (const NameHint& hint : name_hints(words)) {
    if (!fits(hint.target, shape)) continue;
    const bool person = hint.target == kLeftOut;
    add(hint.target == kWritten ? "text" : hint.target, Candidate::kByName - hint.rank,
        person ? "personal data that no measure needs" : "its name");
    if (is_own) all.back().strength = Candidate::kByWholeName;
  }
  if (is_own && words != "answer" && all.empty() && fits(words, shape)) add(words, Candidate::kByWholeName, "its name");
  if (shape.emails) add("who.email", Candidate::kByLook, "its values are e-mail addresses");
  if (shape.phones) add("who.phone", Candidate::kByLook, "its values are phone numbers");
  if (shape.times && !shape.old)
    add("time", Candidate::kByLook - static_cast<int>(std::min<size_t>(column, 90)), "its values are times");
  if (shape.money) add("amount", Candidate::kByLook, "its values are money");
  const bool asks = name.find('?') != std::string::npos;
  if (shape.written) {
    // Of several the longest, unless people were asked for it.
    const int strength = asks ? Candidate::kByName
                              : Candidate::kByLook / 2 + static_cast<int>(std::min<size_t>(shape.mean_bytes / 4, 40));
    add("text", strength, "its values are written text");
  } else if (rated.empty() && noted && shape.rates() && is_within(shape, *noted) && name_hints(words).empty())
    add("answer", Candidate::kByName, "its name tells a scale", kind_of("rating", noted, shape));
  if (is_rated(name, words, shape))
    add("answer", Candidate::kByLook, "whole numbers on a scale", kind_of("rating", noted, shape));
  return all;
}

Scale scale_of(std::string_view kind, const std::string& name, const ColumnShape& shape) {
  const std::optional<Scale> own = default_scale(kind);
  if (kind == "nps") return {};
  const std::optional<Scale> noted = noted_scale(header_words(name));
  if (noted && is_within(shape, *noted)) return own == noted ? Scale{} : *noted;
  if (own && shape.min >= own->min && shape.max <= own->max && (kind != "ces" || shape.max > 5)) return {};
  const double lowest = shape.min < 1 ? 0 : 1;
  return {lowest, shape.max <= 5 ? 5.0 : shape.max <= 7 && lowest > 0 ? 7.0 : 10.0};
}

}  // namespace sojourn
