#include "text/linear_model.h"

#include <algorithm>
#include <cmath>

namespace sojourn {
namespace {

constexpr std::string_view kKind = "SJLINE01";
constexpr uint32_t kMask = (1U << kLinearRowBits) - 1;

uint32_t word_row(uint32_t hash) { return hash & kMask; }
uint32_t char_row(uint32_t hash) { return (hash & kMask) | (1U << kLinearRowBits); }
// Words of five characters and four have hashes of one kind; the mark keeps them apart.
uint32_t long_char_row(uint32_t hash) { return char_row(hash * 0x9E3779B1U); }

}  // namespace

bool FeatureReader::is_new(uint32_t row) {
  for (size_t slot = (row * 0x9E3779B1U >> 8) & mask_;; slot = (slot + 1) & mask_) {
    if (stamps_[slot] != stamp_) {
      stamps_[slot] = stamp_;
      slots_[slot] = row;
      return true;
    }
    if (slots_[slot] == row) return false;
  }
}

std::span<const uint32_t> FeatureReader::read(const Tokenizer& text) {
  const size_t most = text.words().size() + text.chars().size() + text.long_chars().size();
  if (slots_.size() < 2 * most + 2 || stamp_ == ~0U) {
    size_t size = 1024;
    while (size < 2 * most + 2) size *= 2;
    slots_.assign(size, 0);
    stamps_.assign(size, 0);
    stamp_ = 0;
  }
  // As small a part of the table as will do stays in the nearest cache.
  size_t used = 64;
  while (used < 2 * most + 2) used *= 2;
  mask_ = used - 1;
  ++stamp_;
  rows_.resize(most);
  size_t count = 0;
  const auto add = [&](uint32_t row) {
    if (is_new(row)) rows_[count++] = row;
  };
  for (const uint32_t hash : text.words()) add(word_row(hash));
  for (const uint32_t hash : text.chars()) add(char_row(hash));
  for (const uint32_t hash : text.long_chars()) add(long_char_row(hash));
  return {rows_.data(), count};
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

double prior_of(std::string_view label, double rules) {
  if (label == "positive") return 4 * rules;
  if (label == "negative") return -4 * rules;
  return label == "neutral" ? 1 - 3 * std::abs(rules) : 0;
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
  SOJOURN_TRY(const uint32_t labels, body.u32());
  if (labels < 2 || labels > kLinearLabelsMax)
    return body.corrupt("a model has 2 to " + std::to_string(kLinearLabelsMax) + " labels");
  for (double* number : {&model.quality_.macro_f1, &model.quality_.accuracy, &model.quality_.calibration_error,
                         &model.step_, &model.idf_step_, &model.temperature_, &model.prior_}) {
    SOJOURN_TRY(*number, body.f64());
    if (!std::isfinite(*number)) return body.corrupt("a number is not finite");
  }
  for (uint32_t label = 0; label < labels; ++label) {
    SOJOURN_TRY(std::string text, body.text());
    SOJOURN_TRY(const double bias, body.f64());
    if (!std::isfinite(bias)) return body.corrupt("a number is not finite");
    model.labels_.push_back(std::move(text));
    model.biases_.push_back(bias);
  }
  // Rows that no text had are left out: their places, then their numbers.
  SOJOURN_TRY(const uint64_t known, body.count(4 + 2 * model.stride()));
  model.rows_.assign(size_t{kLinearRows} * model.stride(), 0);
  for (uint64_t i = 0; i < known; ++i) {
    SOJOURN_TRY(const uint32_t row, body.u32());
    if (row >= kLinearRows) return body.corrupt("a row is out of range");
    SOJOURN_TRY(const std::string_view numbers, body.raw(2 * model.stride()));
    std::memcpy(&model.rows_[row * model.stride()], numbers.data(), numbers.size());
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
  for (const double number :
       {quality_.macro_f1, quality_.accuracy, quality_.calibration_error, step_, idf_step_, temperature_, prior_}) {
    writer.f64(number);
  }
  for (size_t label = 0; label < labels_.size(); ++label) {
    writer.text(labels_[label]);
    writer.f64(biases_[label]);
  }
  std::vector<uint32_t> known;
  for (uint32_t row = 0; row < kLinearRows; ++row) {
    if (rows_[row * stride() + labels_.size()] != 0) known.push_back(row);
  }
  writer.u64(known.size());
  for (const uint32_t row : known) {
    writer.u32(row);
    writer.raw(&rows_[row * stride()], 2 * stride());
  }
  return end_model_file(std::move(writer));
}

double LinearModel::length_of(std::span<const uint32_t> rows) const {
  double squares = 0;
  for (const uint32_t row : rows) {
    const double idf = rows_[row * stride() + labels_.size()];
    squares += idf * idf;
  }
  return squares > 0 ? std::sqrt(squares) * idf_step_ : 1;
}

void LinearModel::add_margins(std::span<const uint32_t> rows, std::vector<double>& margins) const {
  const size_t labels = labels_.size();
  margins.assign(labels, 0);
  double length = 0;
  if (labels == 3) {  // By far the most usual: kept in registers.
    int64_t a = 0, b = 0, c = 0, squares = 0;
    for (const uint32_t row : rows) {
      const int16_t* numbers = &rows_[size_t{row} * 4];
      a += numbers[0];
      b += numbers[1];
      c += numbers[2];
      squares += int64_t{numbers[3]} * numbers[3];
    }
    margins = {static_cast<double>(a), static_cast<double>(b), static_cast<double>(c)};
    length = squares > 0 ? std::sqrt(static_cast<double>(squares)) * idf_step_ : 1;
  } else {
    for (const uint32_t row : rows) {
      const int16_t* numbers = &rows_[row * stride()];
      for (size_t label = 0; label < labels; ++label) margins[label] += numbers[label];
    }
    length = length_of(rows);
  }
  for (size_t label = 0; label < labels; ++label) margins[label] = margins[label] * step_ / length + biases_[label];
}

LabelChoice LinearModel::choose(std::span<const uint32_t> rows, double rules,
                                std::vector<double>& probabilities) const {
  add_margins(rows, probabilities);
  double most = -1e300;
  for (size_t label = 0; label < labels_.size(); ++label) {
    probabilities[label] *= temperature_;
    if (prior_ != 0) probabilities[label] += prior_ * prior_of(labels_[label], rules);
    most = std::max(most, probabilities[label]);
  }
  double all = 0;
  for (double& each : probabilities) all += each = std::exp(each - most);
  LabelChoice choice;
  for (size_t label = 0; label < labels_.size(); ++label) {
    probabilities[label] /= all;
    if (probabilities[label] > choice.confidence) choice = {label, probabilities[label]};
  }
  return choice;
}

double LinearModel::weight_of(std::span<const uint32_t> rows, uint32_t row, size_t label) const {
  return rows_[row * stride() + label] * step_ / length_of(rows);
}

}  // namespace sojourn
