#include "text/labels.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr double kMostFit = 0.9;

constexpr std::array<std::pair<std::string_view, Sentiment>, 78> kWords{{
    {"positive", Sentiment::kPositive},
    {"pos", Sentiment::kPositive},
    {"positief", Sentiment::kPositive},
    {"positieve", Sentiment::kPositive},
    {"positiv", Sentiment::kPositive},
    {"positivt", Sentiment::kPositive},
    {"positivo", Sentiment::kPositive},
    {"positiva", Sentiment::kPositive},
    {"positif", Sentiment::kPositive},
    {"pozytywny", Sentiment::kPositive},
    {"pozitivní", Sentiment::kPositive},
    {"позитив", Sentiment::kPositive},
    {"позитивный", Sentiment::kPositive},
    {"позитивная", Sentiment::kPositive},
    {"положительный", Sentiment::kPositive},
    {"положительная", Sentiment::kPositive},
    {"положительно", Sentiment::kPositive},
    {"正面", Sentiment::kPositive},
    {"好评", Sentiment::kPositive},
    {"积极", Sentiment::kPositive},
    {"正向", Sentiment::kPositive},
    {"+", Sentiment::kPositive},
    {"good", Sentiment::kPositive},
    {"1", Sentiment::kPositive},
    {"very positive", Sentiment::kPositive},
    {"extremely positive", Sentiment::kPositive},
    {"somewhat positive", Sentiment::kPositive},
    {"slightly positive", Sentiment::kPositive},
    {"negative", Sentiment::kNegative},
    {"neg", Sentiment::kNegative},
    {"negatief", Sentiment::kNegative},
    {"negatieve", Sentiment::kNegative},
    {"negativ", Sentiment::kNegative},
    {"negativt", Sentiment::kNegative},
    {"negativo", Sentiment::kNegative},
    {"negativa", Sentiment::kNegative},
    {"négatif", Sentiment::kNegative},
    {"negatif", Sentiment::kNegative},
    {"negatywny", Sentiment::kNegative},
    {"negativní", Sentiment::kNegative},
    {"негатив", Sentiment::kNegative},
    {"негативный", Sentiment::kNegative},
    {"негативная", Sentiment::kNegative},
    {"отрицательный", Sentiment::kNegative},
    {"отрицательная", Sentiment::kNegative},
    {"отрицательно", Sentiment::kNegative},
    {"负面", Sentiment::kNegative},
    {"差评", Sentiment::kNegative},
    {"消极", Sentiment::kNegative},
    {"负向", Sentiment::kNegative},
    {"-", Sentiment::kNegative},
    {"bad", Sentiment::kNegative},
    {"0", Sentiment::kNegative},
    {"very negative", Sentiment::kNegative},
    {"extremely negative", Sentiment::kNegative},
    {"somewhat negative", Sentiment::kNegative},
    {"slightly negative", Sentiment::kNegative},
    {"neutral", Sentiment::kNeutral},
    {"neu", Sentiment::kNeutral},
    {"neut", Sentiment::kNeutral},
    {"neutraal", Sentiment::kNeutral},
    {"neutrale", Sentiment::kNeutral},
    {"neutralt", Sentiment::kNeutral},
    {"neutro", Sentiment::kNeutral},
    {"neutra", Sentiment::kNeutral},
    {"neutre", Sentiment::kNeutral},
    {"neutralny", Sentiment::kNeutral},
    {"neutrální", Sentiment::kNeutral},
    {"нейтральный", Sentiment::kNeutral},
    {"нейтральная", Sentiment::kNeutral},
    {"нейтрально", Sentiment::kNeutral},
    {"нейтраль", Sentiment::kNeutral},
    {"中性", Sentiment::kNeutral},
    {"中立", Sentiment::kNeutral},
    {"中评", Sentiment::kNeutral},
    {"mixed", Sentiment::kNeutral},
    {"gemischt", Sentiment::kNeutral},
    {"gemengd", Sentiment::kNeutral},
}};

Sentiment by_limits(double value, double neutral, double positive) {
  return value >= positive ? Sentiment::kPositive : value >= neutral ? Sentiment::kNeutral : Sentiment::kNegative;
}

}  // namespace

Result<LabelScale> read_label_scale(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, LabelScale>, 7> kNames{{{"guess", LabelScale::kGuess},
                                                                           {"words", LabelScale::kWords},
                                                                           {"stars", LabelScale::kStars},
                                                                           {"nps", LabelScale::kNps},
                                                                           {"signed", LabelScale::kSigned},
                                                                           {"classes", LabelScale::kClasses},
                                                                           {"as-is", LabelScale::kAsIs}}};
  for (const auto& [known, scale] : kNames) {
    if (name == known) return scale;
  }
  return Status::invalid(
      "there is no scale '" + std::string(name) + "'; there are guess, words, stars, nps, signed, classes and as-is",
      "scale");
}

std::optional<Sentiment> read_sentiment(std::string_view label, LabelScale scale) {
  label = trim(label);
  if (scale == LabelScale::kWords) {
    const std::string lower = fold_case(label);
    const auto found =
        std::find_if(kWords.begin(), kWords.end(), [&](const auto& each) { return each.first == lower; });
    return found == kWords.end() ? std::nullopt : std::optional(found->second);
  }
  const Result<double> value = parse_number(label);
  if (!value) return std::nullopt;
  if (scale == LabelScale::kStars) {
    if (*value < 0 || *value > 5) return std::nullopt;
    return by_limits(*value, 2.5, 3.5);
  }
  if (scale == LabelScale::kNps) {
    if (*value < 0 || *value > 10) return std::nullopt;
    return by_limits(*value, 7, 9);
  }
  if (scale == LabelScale::kClasses) {
    if (*value != 0 && *value != 1 && *value != 2) return std::nullopt;
    return by_limits(*value, 1, 2);
  }
  return *value > 0 ? Sentiment::kPositive : *value < 0 ? Sentiment::kNegative : Sentiment::kNeutral;
}

Result<LabelScale> guess_label_scale(const std::vector<std::string>& labels) {
  if (labels.empty()) return Status::invalid("there are no labels", "label");
  const auto share = [&](const auto& is_so) {
    return static_cast<double>(std::count_if(labels.begin(), labels.end(), is_so)) / static_cast<double>(labels.size());
  };
  const auto fits = [&](LabelScale scale) {
    return share([&](const std::string& label) { return read_sentiment(label, scale).has_value(); }) >= kMostFit;
  };
  const auto some_above = [&](double least) {
    return share([&](const std::string& label) {
             const Result<double> value = parse_number(trim(label));
             return value && *value > least;
           }) > 0;
  };
  // Before the words, of which 0 and 1 are two.
  if (fits(LabelScale::kClasses) && some_above(1)) return LabelScale::kClasses;
  if (fits(LabelScale::kWords)) return LabelScale::kWords;
  if (fits(LabelScale::kStars) && some_above(2)) return LabelScale::kStars;
  if (fits(LabelScale::kNps) && some_above(5)) return LabelScale::kNps;
  if (fits(LabelScale::kSigned)) return LabelScale::kSigned;
  for (const std::string& label : labels) {
    if (!parse_number(trim(label)) && !read_sentiment(label, LabelScale::kWords)) {
      return Status::invalid(
          "'" + label.substr(0, 40) +
              "' is no sentiment: give positive, neutral or negative, or numbers; or use --scale as-is to "
              "learn any labels",
          "label");
    }
  }
  return Status::invalid("labels are words and numbers at once; name the scale with --scale", "label");
}

}  // namespace sojourn
