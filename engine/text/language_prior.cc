#include "text/language_prior.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace sojourn {
namespace {

constexpr uint64_t kUsually = 1000;  // A habit weighs as much as so many texts.
constexpr double kEvenTexts = 80;
constexpr uint64_t kTextsMost = uint64_t{1} << 48;  // So that sums never overflow.

}  // namespace

const LanguagePrior& LanguagePrior::none() {
  static const LanguagePrior prior;
  return prior;
}

LanguagePrior LanguagePrior::usually(std::string_view code) {
  LanguagePrior prior;
  prior.add(code, kUsually);
  return prior;
}

void LanguagePrior::add(std::string_view code, uint64_t texts) {
  if (code.empty() || texts == 0) return;
  texts = std::min(texts, kTextsMost - std::min(all_, kTextsMost));
  auto at = std::lower_bound(shares_.begin(), shares_.end(), code,
                             [](const Share& share, std::string_view other) { return share.code < other; });
  if (at == shares_.end() || at->code != code) at = shares_.insert(at, Share{std::string(code), 0});
  at->texts += texts;
  all_ += texts;
}

double LanguagePrior::bonus(std::string_view code) const {
  for (const Share& share : shares_) {
    if (share.code != code) continue;
    return std::log(1 + static_cast<double>(share.texts) / (1 + static_cast<double>(all_) / kEvenTexts));
  }
  return 0;
}

std::string LanguagePrior::save() const {
  std::string lines;
  for (const Share& share : shares_) lines += share.code + " " + std::to_string(share.texts) + "\n";
  return lines;
}

Result<LanguagePrior> LanguagePrior::load(std::string_view bytes, std::string_view name) {
  LanguagePrior prior;
  size_t number = 0;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    const size_t blank = std::min(line.find(' '), line.size());
    const std::string_view count = line.substr(std::min(blank + 1, line.size()));
    uint64_t texts = 0;
    const auto read = std::from_chars(count.data(), count.data() + count.size(), texts);
    if (blank == 0 || count.empty() || read.ec != std::errc() || read.ptr != count.data() + count.size()) {
      return Status::corruption("a line is a language and a number of texts, as \"pt 120\"",
                                std::string(name) + " line " + std::to_string(number));
    }
    prior.add(line.substr(0, blank), texts);
  }
  return prior;
}

}  // namespace sojourn
