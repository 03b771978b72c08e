#include "base/suggest.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace sojourn {
namespace {

constexpr size_t kWordMax = 64;  // Longer words are not typing mistakes; also bounds the work.

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each for 1; case is free.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before_last(b.size() + 1);
  std::vector<size_t> last(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower_ascii(a[i - 1]) == lower_ascii(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && lower_ascii(a[i - 1]) == lower_ascii(b[j - 2]) &&
                           lower_ascii(a[i - 2]) == lower_ascii(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::vector<std::string> near_names(std::string_view word, std::span<const std::string> names, size_t most) {
  if (word.empty() || word.size() > kWordMax) return {};
  const size_t bound = std::max<size_t>(1, word.size() / 3);
  std::vector<std::tuple<size_t, std::string_view>> near;
  for (const std::string& name : names) {
    const size_t difference = name.size() > word.size() ? name.size() - word.size() : word.size() - name.size();
    if (difference > bound) continue;
    const size_t distance = edit_distance(word, name);
    // A distance as long as the word itself means that nothing was kept.
    if (distance <= bound && distance < word.size()) near.emplace_back(distance, name);
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  if (near.size() > most) near.resize(most);
  std::vector<std::string> found;
  for (const auto& [distance, name] : near) found.emplace_back(name);
  return found;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> names) {
  const std::vector<std::string> near = near_names(word, names);
  if (near.empty()) return "";
  std::string out = " Did you mean ";
  for (size_t i = 0; i < near.size(); ++i) {
    if (i > 0) out += i + 1 == near.size() ? " or " : ", ";
    out += near[i];
  }
  return out + "?";
}

}  // namespace sojourn
