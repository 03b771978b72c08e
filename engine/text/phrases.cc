#include "text/phrases.h"

#include <algorithm>
#include <cmath>

namespace sojourn {

void PhraseMiner::add(std::span<const TermUse> uses) {
  ++texts_;
  terms_here_.clear();
  pairs_here_.clear();
  for (size_t i = 0; i < uses.size(); ++i) {
    terms_here_.push_back(uses[i].term);
    if (vocabulary_.term(uses[i].term).words > 1) continue;
    // The use before, or the phrase that ends with it.
    for (size_t back = 1; back <= 2 && back <= i; ++back) {
      const TermUse& left = uses[i - back];
      const bool phrase = vocabulary_.term(left.term).words > 1;
      if (left.end_token != uses[i].first_token || phrase != longer_ || left.term == uses[i].term) continue;
      pairs_here_.push_back(static_cast<uint64_t>(left.term) << 32 | uses[i].term);
    }
  }
  const auto once = [](auto& all) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  };
  once(terms_here_);
  once(pairs_here_);
  of_term_.resize(vocabulary_.size());
  for (const uint32_t term : terms_here_) ++of_term_[term];
  for (const uint64_t pair : pairs_here_) ++pairs_[pair];
}

std::vector<MinedPhrase> PhraseMiner::phrases(uint32_t texts_least) const {
  std::vector<MinedPhrase> found;
  const auto all = static_cast<double>(texts_);
  for (const auto& [pair, texts] : pairs_) {
    if (texts < texts_least) continue;
    const auto left = static_cast<uint32_t>(pair >> 32), right = static_cast<uint32_t>(pair);
    const double together = texts / all;
    const double chance = static_cast<double>(of_term_[left]) * of_term_[right] / (all * all);
    const double npmi = texts == texts_ ? 0 : std::log(together / chance) / -std::log(together);
    if (npmi >= kPhraseNpmiLeast) found.push_back({left, right, texts, npmi});
  }
  const auto value = [](const MinedPhrase& each) { return each.texts * each.npmi; };
  std::sort(found.begin(), found.end(), [&](const MinedPhrase& a, const MinedPhrase& b) {
    if (value(a) != value(b)) return value(a) > value(b);
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  if (found.size() > kPhrasesMost) found.resize(kPhrasesMost);
  std::sort(found.begin(), found.end(), [](const MinedPhrase& a, const MinedPhrase& b) {
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
  return found;
}

}  // namespace sojourn
