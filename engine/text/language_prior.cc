#include "text/language_prior.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "text/language.h"

namespace sojourn {
namespace {

constexpr uint64_t kUsually = 1000;  // A habit weighs as much as so many texts.
constexpr double kEvenTexts = 80;
constexpr size_t kShownMost = 16;                   // Bytes of a code that is none, in an error.
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
  static const std::vector<std::string> known = LanguageModel::built_in().codes();
  LanguagePrior prior;
  size_t number = 0;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    if (end == bytes.size()) {
      return Status::corruption("its last line is cut off", std::string(name) + " line " + std::to_string(number + 1));
    }
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
    const std::string_view code = line.substr(0, blank);
    const auto refuse = [&](const std::string& why) {
      return Status::corruption("\"" + std::string(code.substr(0, kShownMost)) + "\" " + why,
                                std::string(name) + " line " + std::to_string(number));
    };
    if (!std::binary_search(known.begin(), known.end(), code)) return refuse("is no code of a language");
    if (texts == 0) return refuse("was met in no text");
    const auto same = [code](const Share& share) { return share.code == code; };
    if (std::any_of(prior.shares_.begin(), prior.shares_.end(), same)) return refuse("has a line already");
    prior.add(code, texts);
  }
  return prior;
}

}  // namespace sojourn
