#include "text/topic_parts.h"

#include <algorithm>
#include <cmath>

#include "text/topic_terms.h"

namespace sojourn {
namespace {

constexpr double kWeightLeast = 0.01;  // Of the largest of its row; smaller ones are left out.
constexpr size_t kActiveMost = 16, kSweepsMost = 12;
constexpr float kStill = 1e-3F;
constexpr float kPinnedLeast = 0.1F;  // What a text with one word of a pinned topic has of it at least.

}  // namespace

TopicParts::TopicParts(TopicVocabulary vocabulary, std::vector<uint32_t> topics,
                       const std::vector<std::vector<double>>& rows)
    : vocabulary_(std::move(vocabulary)), topics_(std::move(topics)) {
  std::vector<double> least, scale;
  for (const std::vector<double>& row : rows) {
    const double cut = row.empty() ? 0 : kWeightLeast * *std::max_element(row.begin(), row.end());
    double square = 0;
    for (const double value : row) square += value > cut ? value * value : 0;
    least.push_back(cut);
    scale.push_back(square > 0 ? 1 / std::sqrt(square) : 0);
  }
  for (uint32_t term = 0; term < vocabulary_.size(); ++term) {
    begins_.push_back(static_cast<uint32_t>(weights_.size()));
    for (uint32_t i = 0; i < rows.size(); ++i) {
      if (rows[i][term] > least[i]) weights_.push_back({i, static_cast<float>(rows[i][term] * scale[i])});
    }
  }
  begins_.push_back(static_cast<uint32_t>(weights_.size()));
  overlap_rows();
}

void TopicParts::overlap_rows() {
  overlaps_.assign(topics_.size() * topics_.size(), 0);
  for (uint32_t term = 0; term < vocabulary_.size(); ++term) {
    for (uint32_t i = begins_[term]; i < begins_[term + 1]; ++i) {
      for (uint32_t j = begins_[term]; j < begins_[term + 1]; ++j)
        overlaps_[weights_[i].row * topics_.size() + weights_[j].row] += weights_[i].weight * weights_[j].weight;
    }
  }
}

double TopicParts::weight(uint32_t row, uint32_t term) const {
  for (uint32_t i = begins_[term]; i < begins_[term + 1]; ++i) {
    if (weights_[i].row == row) return static_cast<double>(weights_[i].weight);
  }
  return 0;
}

std::vector<double> TopicParts::row(uint32_t row) const {
  std::vector<double> all(vocabulary_.size());
  for (uint32_t term = 0; term < all.size(); ++term) all[term] = weight(row, term);
  return all;
}

void own_terms(const TopicVocabulary& vocabulary, const std::vector<std::string>& words, uint32_t row,
               PinnedRows& rows) {
  rows.resize(vocabulary.size(), kNoTerm);
  for (const std::string& word : words) {
    for (const uint32_t term : terms_of(vocabulary, word)) {
      if (rows[term] == kNoTerm) rows[term] = row;
    }
  }
}

bool TopicParts::weigh(const Tokenizer& text, TopicScratch& scratch) const {
  vocabulary_.find(text, scratch.uses);
  scratch.terms.clear();
  scratch.row.clear();
  if (scratch.values.size() < vocabulary_.size()) scratch.values.resize(vocabulary_.size());
  for (const TermUse& use : scratch.uses) {
    if (scratch.values[use.term] == 0) scratch.terms.push_back(use.term);
    scratch.values[use.term] += 1;
  }
  float square = 0;
  for (const uint32_t term : scratch.terms) {
    const float times = scratch.values[term];
    scratch.values[term] = 0;
    const float value = (times > 1 ? 1 + std::log(times) : 1.0F) * static_cast<float>(vocabulary_.term(term).rarity);
    scratch.row.push_back(value);
    square += value * value;
  }
  if (!(square > 0)) return false;
  const float scale = 1 / std::sqrt(square);
  for (float& value : scratch.row) value *= scale;
  return true;
}

void TopicParts::read(const Tokenizer& text, const PinnedRows& pinned, TopicScratch& scratch) const {
  scratch.weights.clear();
  if (topics_.empty() || !weigh(text, scratch)) return;
  scratch.found.assign(topics_.size(), 0);
  for (size_t i = 0; i < scratch.terms.size(); ++i) {
    const uint32_t term = scratch.terms[i];
    for (uint32_t at = begins_[term]; at < begins_[term + 1]; ++at)
      scratch.found[weights_[at].row] += scratch.row[i] * weights_[at].weight;
  }
  scratch.active.clear();
  for (uint32_t row = 0; row < topics_.size(); ++row) {
    if (scratch.found[row] > 0) scratch.active.push_back(row);
  }
  solve(scratch);
  if (!pinned.empty()) put_pinned_first(pinned, scratch);
}

void TopicParts::put_pinned_first(const PinnedRows& pinned, TopicScratch& scratch) {
  scratch.found.assign(scratch.found.size(), 0);
  uint32_t best = kNoTerm;
  for (size_t i = 0; i < scratch.terms.size(); ++i) {
    const uint32_t row = pinned[scratch.terms[i]];
    if (row == kNoTerm) continue;
    scratch.found[row] += scratch.row[i] * scratch.row[i];
    const bool more = best == kNoTerm || scratch.found[row] > scratch.found[best] ||
                      (scratch.found[row] == scratch.found[best] && row < best);
    if (more) best = row;
  }
  if (best == kNoTerm) return;
  std::vector<TopicRowWeight>& weights = scratch.weights;
  TopicRowWeight first{best, std::max(scratch.found[best], kPinnedLeast)};
  if (!weights.empty()) first.weight = std::max(first.weight, weights[0].weight);
  std::erase_if(weights, [&](const TopicRowWeight& each) { return each.row == best; });
  weights.insert(weights.begin(), first);
}

void TopicParts::solve(TopicScratch& scratch) const {
  std::vector<uint32_t>& active = scratch.active;
  const auto& found = scratch.found;
  std::sort(active.begin(), active.end(),
            [&](uint32_t a, uint32_t b) { return found[a] != found[b] ? found[a] > found[b] : a < b; });
  if (active.size() > kActiveMost) active.resize(kActiveMost);
  for (const uint32_t row : active) scratch.weights.push_back({row, 0});
  for (size_t sweep = 0; sweep < kSweepsMost; ++sweep) {
    float moved = 0;
    for (TopicRowWeight& each : scratch.weights) {
      const float* overlap = overlaps_.data() + each.row * topics_.size();
      float rest = found[each.row];
      for (const TopicRowWeight& other : scratch.weights) rest -= overlap[other.row] * other.weight;
      const float next = std::max(0.0F, each.weight + rest / overlap[each.row]);
      moved = std::max(moved, std::abs(next - each.weight));
      each.weight = next;
    }
    if (moved < kStill) break;
  }
  std::sort(scratch.weights.begin(), scratch.weights.end(), [](const TopicRowWeight& a, const TopicRowWeight& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.row < b.row;
  });
  while (!scratch.weights.empty() && scratch.weights.back().weight <= 0) scratch.weights.pop_back();
}

void TopicParts::save(ByteWriter& writer) const {
  vocabulary_.save(writer);
  writer.u32(static_cast<uint32_t>(topics_.size()));
  for (const uint32_t topic : topics_) writer.u32(topic);
  for (uint32_t term = 0; term < vocabulary_.size(); ++term) {
    writer.u32(begins_[term + 1] - begins_[term]);
    for (uint32_t i = begins_[term]; i < begins_[term + 1]; ++i) {
      writer.u32(weights_[i].row);
      writer.raw(&weights_[i].weight, sizeof(float));
    }
  }
}

Result<TopicParts> TopicParts::load(std::string_view language, ByteReader& reader) {
  SOJOURN_TRY(TopicVocabulary vocabulary, TopicVocabulary::load(language, reader));
  TopicParts parts(std::move(vocabulary));
  SOJOURN_TRY(const uint32_t rows, reader.u32());
  if (rows > 1'000 || rows > reader.remaining() / 4) return reader.corrupt("there cannot be that many topics");
  for (uint32_t i = 0; i < rows; ++i) {
    SOJOURN_TRY(const uint32_t topic, reader.u32());
    parts.topics_.push_back(topic);
  }
  parts.begins_.push_back(0);
  for (size_t term = 0; term < parts.vocabulary_.size(); ++term) {
    SOJOURN_TRY(const uint32_t count, reader.u32());
    if (count > rows) return reader.corrupt("a term has more weights than there are topics");
    for (uint32_t i = 0; i < count; ++i) {
      TopicRowWeight weight;
      SOJOURN_TRY(weight.row, reader.u32());
      SOJOURN_TRY(const std::string_view bytes, reader.raw(sizeof(float)));
      std::memcpy(&weight.weight, bytes.data(), sizeof(float));
      if (weight.row >= rows || !(weight.weight > 1e-6F && weight.weight <= 1.001F))
        return reader.corrupt("a weight makes no sense");
      if (i > 0 && parts.weights_.back().row >= weight.row) return reader.corrupt("weights are not in order");
      parts.weights_.push_back(weight);
    }
    parts.begins_.push_back(static_cast<uint32_t>(parts.weights_.size()));
  }
  parts.overlap_rows();
  return parts;
}

}  // namespace sojourn
