#include "api/negotiation.h"

#include <algorithm>
#include <optional>

#include "api/http_message.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

// Takes the next element off a comma-separated list; quoted commas do not part.
std::string_view next_element(std::string_view& list) {
  bool quoted = false;
  size_t end = 0;
  for (; end < list.size() && (quoted || list[end] != ','); ++end) {
    if (list[end] == '"') quoted = !quoted;
  }
  const std::string_view element = trimmed(list.substr(0, end));
  list.remove_prefix(std::min(end + 1, list.size()));
  return element;
}

struct Weighted {
  std::string_view name;
  double quality = 1;
};

// "text/csv;charset=utf-8;q=0.5". A weight that cannot be read counts as 1.
Weighted parse_weighted(std::string_view element) {
  Weighted weighted{trimmed(element.substr(0, element.find(';'))), 1};
  for (size_t at = element.find(';'); at != std::string_view::npos; at = element.find(';', at + 1)) {
    const std::string_view rest = element.substr(at + 1);
    const std::string_view parameter = trimmed(rest.substr(0, rest.find(';')));
    if (parameter.size() < 3 || !same_word(parameter.substr(0, 2), "q=")) continue;
    const Result<double> quality = parse_number(parameter.substr(2));
    if (quality.has_value()) weighted.quality = std::clamp(*quality, 0.0, 1.0);
  }
  return weighted;
}

// How well a range fits a type: 0 not, 1 by */*, 2 by text/*, 3 exactly.
int fit(std::string_view range, std::string_view type) {
  if (same_word(range, type)) return 3;
  const size_t slash = type.find('/');
  if (range.size() == slash + 2 && range.ends_with("/*") && same_word(range.substr(0, slash), type.substr(0, slash))) {
    return 2;
  }
  return range == "*/*" ? 1 : 0;
}

// The weight of the range that fits best.
double quality_of(std::string_view accept, std::string_view type) {
  int best_fit = 0;
  double quality = 0;
  while (!accept.empty()) {
    const Weighted range = parse_weighted(next_element(accept));
    const int now = fit(range.name, type);
    if (now <= best_fit) continue;
    best_fit = now;
    quality = range.quality;
  }
  return quality;
}

std::string_view without_weak_mark(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

}  // namespace

size_t choose_media(std::string_view accept, std::span<const std::string_view> offers) {
  size_t best = 0;
  double best_quality = 0;
  for (size_t i = 0; i < offers.size(); ++i) {
    const double quality = quality_of(accept, offers[i]);
    if (quality <= best_quality) continue;
    best = i;
    best_quality = quality;
  }
  return best;
}

bool names_media(std::string_view accept, std::string_view type) {
  while (!accept.empty()) {
    const Weighted range = parse_weighted(next_element(accept));
    if (same_word(range.name, type) && range.quality > 0) return true;
  }
  return false;
}

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<bool> named;
  bool any = false;
  while (!accept_encoding.empty()) {
    const Weighted coding = parse_weighted(next_element(accept_encoding));
    if (same_word(coding.name, "gzip") || same_word(coding.name, "x-gzip")) named = coding.quality > 0;
    if (coding.name == "*") any = coding.quality > 0;
  }
  return named.value_or(any);
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::string_view each = next_element(if_none_match);
    if (each == "*" || without_weak_mark(each) == without_weak_mark(etag)) return true;
  }
  return false;
}

}  // namespace sojourn
