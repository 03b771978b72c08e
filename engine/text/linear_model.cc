#include "text/linear_model.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sojourn {
namespace {

constexpr std::string_view kKind = "SJLINE02";
constexpr uint32_t kMask = (1U << kLinearRowBits) - 1;
constexpr size_t kAhead = 16;          // Rows that are fetched before they are needed.
constexpr size_t kSumsOf16Bits = 256;  // Numbers of 8 bits that their sums hold.

uint32_t word_row(uint32_t hash) { return hash & kMask; }
uint32_t char_row(uint32_t hash) { return (hash & kMask) | (1U << kLinearRowBits); }
// Words of five characters and four have hashes of one kind; the mark keeps them apart.
uint32_t long_char_row(uint32_t hash) { return char_row(hash * 0x9E3779B1U); }

template <size_t Lanes>
using Numbers [[gnu::vector_size(Lanes)]] = int8_t;
template <size_t Lanes>
using Sums [[gnu::vector_size(Lanes * 2)]] = int16_t;

// Sums over rows of Lanes numbers each, `rows` apart by `stride`.
template <size_t Lanes>
void add_rows(std::span<const uint32_t> rows, const int8_t* numbers, size_t stride, int64_t* sums) {
  for (size_t at = 0; at < rows.size();) {
    const size_t end = std::min(rows.size(), at + kSumsOf16Bits);
    Sums<Lanes> part{};
    for (; at < end; ++at) {
      if (at + kAhead < rows.size()) __builtin_prefetch(numbers + size_t{rows[at + kAhead]} * stride);
      Numbers<Lanes> row;
      std::memcpy(&row, numbers + size_t{rows[at]} * stride, Lanes);
      part += __builtin_convertvector(row, Sums<Lanes>);
    }
    for (size_t lane = 0; lane < Lanes; ++lane) sums[lane] += part[lane];
  }
}

}  // namespace

std::span<const uint32_t> FeatureReader::read(const Tokenizer& text) {
  const size_t most = text.words().size() + text.chars().size() + text.long_chars().size();
  if (rows_.size() < most) rows_.resize(most * 2);
  seen_.resize(kLinearRows / 64);
  uint32_t* out = rows_.data();
  const auto add = [&](uint32_t row) {
    uint64_t& word = seen_[row / 64];
    const uint64_t bit = uint64_t{1} << (row % 64);
    *out = row;
    out += (word & bit) == 0 ? 1 : 0;
    word |= bit;
  };
  for (const uint32_t hash : text.words()) add(word_row(hash));
  for (const uint32_t hash : text.chars()) add(char_row(hash));
  for (const uint32_t hash : text.long_chars()) add(long_char_row(hash));
  const std::span<const uint32_t> rows(rows_.data(), out);
  for (const uint32_t row : rows) seen_[row / 64] = 0;
  return rows;
}

std::vector<uint32_t> FeatureReader::rows_of(const Tokenizer& text, size_t token) {
  const auto tokens = text.tokens();
  const Token before = token == 0 ? Token{} : tokens[token - 1];
  std::vector<uint32_t> rows;
  for (uint32_t i = before.words_end; i < tokens[token].words_end; ++i) rows.push_back(word_row(text.words()[i]));
  for (uint32_t i = before.chars_end; i < tokens[token].chars_end; ++i) rows.push_back(char_row(text.chars()[i]));
  for (uint32_t i = before.long_chars_end; i < tokens[token].long_chars_end; ++i) {
    rows.push_back(long_char_row(text.long_chars()[i]));
  }
  return rows;
}

std::vector<uint32_t> FeatureReader::rows_of(const Tokenizer& text, size_t first, size_t last) {
  std::vector<uint32_t> rows;
  for (size_t token = first; token <= last; ++token) {
    const std::vector<uint32_t> more = rows_of(text, token);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  // Every token but the first has itself and then its pair as its first two words.
  if (last + 1 < text.tokens().size()) rows.push_back(word_row(text.words()[text.tokens()[last].words_end + 1]));
  return rows;
}

double prior_of(std::string_view label, double score) {
  if (label == "positive") return 4 * score;
  if (label == "negative") return -4 * score;
  return label == "neutral" ? 1 - 3 * std::abs(score) : 0;
}

LabelChoice chances_of(const Calibration& calibration, std::vector<double>& logarithms) {
  std::vector<double>& chances = logarithms;
  const auto likeliest = std::max_element(chances.begin(), chances.end());
  const double most = *likeliest;
  double all = 0;
  for (double& each : chances) all += each = std::exp(each - most);
  const double chance = std::clamp(1 / all, 1e-9, 1 - 1e-9);
  const double least = 1 / static_cast<double>(chances.size());
  const double logit = calibration.slope * std::log(chance / (1 - chance)) + calibration.intercept;
  const double brought = std::max(1 / (1 + std::exp(-logit)), least);
  const double others = (1 - brought) / (all - 1 > 0 ? all - 1 : 1);
  for (double& each : chances) each *= others;
  *likeliest = brought;
  // Not below another one, where two are near to each other.
  for (double& each : chances) each = std::min(each, brought);
  return {static_cast<size_t>(likeliest - chances.begin()), brought};
}

void LinearModel::set_labels(std::vector<std::string> labels) {
  labels_ = std::move(labels);
  const size_t numbers = labels_.size() + 1;
  stride_ = numbers <= 4 ? 4 : (numbers + 7) / 8 * 8;
  rows_.assign(size_t{kLinearRows} * stride_, 0);
  biases_.assign(labels_.size(), 0);
  steps_.assign(labels_.size(), 1);
}

Result<LinearModel> LinearModel::load(std::string_view bytes, std::string_view name) {
  SOJOURN_TRY(OpenedModel opened, open_model_file(bytes, kKind, name));
  ByteReader& body = opened.body;
  LinearModel model;
  model.origin_ = opened.origin;
  model.checksum_ = opened.checksum;
  SOJOURN_TRY(model.language_, body.text());
  SOJOURN_TRY(model.quality_.trained_on, body.u64());
  SOJOURN_TRY(model.quality_.tested_on, body.u64());
  SOJOURN_TRY(const uint32_t count, body.u32());
  if (count < 2 || count > kLinearLabelsMax)
    return body.corrupt("a model has 2 to " + std::to_string(kLinearLabelsMax) + " labels");
  std::vector<std::string> labels(count);
  for (std::string& label : labels) {
    SOJOURN_TRY(label, body.text());
  }
  model.set_labels(std::move(labels));
  std::vector<double*> numbers{&model.quality_.macro_f1,          &model.quality_.accuracy,
                               &model.quality_.calibration_error, &model.square_step_,
                               &model.calibration_.temperature,   &model.calibration_.prior,
                               &model.calibration_.slope,         &model.calibration_.intercept};
  for (double& bias : model.biases_) numbers.push_back(&bias);
  for (double& step : model.steps_) numbers.push_back(&step);
  for (double* number : numbers) {
    SOJOURN_TRY(*number, body.f64());
    if (!std::isfinite(*number) || std::abs(*number) > 1e6) return body.corrupt("a number is out of range");
  }
  // Known rows: how far behind the one before (a byte, 255 for more and then again), then their numbers.
  SOJOURN_TRY(const uint64_t known, body.count(2 + count));
  size_t row = 0;
  for (uint64_t i = 0; i < known; ++i) {
    uint8_t more = 255;
    while (more == 255) {
      SOJOURN_TRY(more, body.u8());
      row += more;
    }
    if (row >= kLinearRows) return body.corrupt("a row is out of range");
    SOJOURN_TRY(const std::string_view own, body.raw(count + 1));
    std::memcpy(&model.rows_[row * model.stride_], own.data(), own.size());
    if (model.rows_[row * model.stride_ + count] <= 0) return body.corrupt("a feature weighs nothing");
    ++row;
  }
  SOJOURN_CHECK(body.end());
  return model;
}

std::string LinearModel::save() const {
  ByteWriter writer = begin_model_file(kKind, origin_);
  writer.text(language_);
  writer.u64(quality_.trained_on);
  writer.u64(quality_.tested_on);
  writer.u32(static_cast<uint32_t>(labels_.size()));
  for (const std::string& label : labels_) writer.text(label);
  for (const double number :
       {quality_.macro_f1, quality_.accuracy, quality_.calibration_error, square_step_, calibration_.temperature,
        calibration_.prior, calibration_.slope, calibration_.intercept}) {
    writer.f64(number);
  }
  for (const double bias : biases_) writer.f64(bias);
  for (const double step : steps_) writer.f64(step);
  std::vector<uint32_t> known;
  for (uint32_t row = 0; row < kLinearRows; ++row) {
    if (rows_[row * stride_ + labels_.size()] != 0) known.push_back(row);
  }
  writer.u64(known.size());
  uint32_t next = 0;
  for (const uint32_t row : known) {
    uint32_t gap = row - next;
    for (; gap >= 255; gap -= 255) writer.u8(255);
    writer.u8(static_cast<uint8_t>(gap));
    writer.raw(&rows_[row * stride_], labels_.size() + 1);
    next = row + 1;
  }
  return end_model_file(std::move(writer));
}

double LinearModel::length_by(int64_t squares) const {
  return squares > 0 ? std::sqrt(static_cast<double>(squares) * square_step_) : 1;
}

double LinearModel::length_of(std::span<const uint32_t> rows) const {
  int64_t squares = 0;
  for (const uint32_t row : rows) squares += rows_[row * stride_ + labels_.size()];
  return length_by(squares);
}

void LinearModel::add_margins(std::span<const uint32_t> rows, std::vector<double>& margins) const {
  std::array<int64_t, kLinearLabelsMax + 8> sums;
  std::fill_n(sums.begin(), stride_, 0);
  if (stride_ == 4) {
    add_rows<4>(rows, rows_.data(), stride_, sums.data());
  } else {
    for (size_t lane = 0; lane < stride_; lane += 8) add_rows<8>(rows, rows_.data() + lane, stride_, &sums[lane]);
  }
  const double length = length_by(sums[labels_.size()]);
  margins.resize(labels_.size());
  for (size_t label = 0; label < labels_.size(); ++label) {
    margins[label] = static_cast<double>(sums[label]) * steps_[label] / length + biases_[label];
  }
}

LabelChoice LinearModel::choose(std::span<const uint32_t> rows, double prior, std::vector<double>& probabilities,
                                std::span<const double> shifts) const {
  add_margins(rows, probabilities);
  for (size_t label = 0; label < labels_.size(); ++label) {
    probabilities[label] *= calibration_.temperature;
    if (calibration_.prior != 0) probabilities[label] += calibration_.prior * prior_of(labels_[label], prior);
    if (!shifts.empty()) probabilities[label] += shifts[label];
  }
  return chances_of(calibration_, probabilities);
}

double LinearModel::share_of(std::span<const uint32_t> rows, std::span<const uint32_t> part) const {
  return part.empty() ? 0 : std::min(1.0, length_of(part) / length_of(rows));
}

double LinearModel::weight_of(std::span<const uint32_t> rows, uint32_t row, size_t label) const {
  return rows_[row * stride_ + label] * steps_[label] / length_of(rows);
}

}  // namespace sojourn
