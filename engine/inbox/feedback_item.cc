#include "inbox/feedback_item.h"

#include <algorithm>
#include <array>

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 4> kFirstKinds{"nps", "csat", "ces", "stars"};
constexpr double kPromoterPoints = 1;  // From the upper end: 9 and 10.
constexpr double kPassivePoints = 3;   // 7 and 8.

size_t rank(std::string_view kind) {
  return static_cast<size_t>(std::ranges::find(kFirstKinds, kind) - kFirstKinds.begin());
}

}  // namespace

std::string_view score_group(std::string_view kind, double value, const std::optional<Scale>& scale) {
  if (!scale || !default_scale(kind) || scale->max <= scale->min) return "";
  if (kind == "nps") {
    const double below = scale->max - value;
    return below <= kPromoterPoints ? "promoter" : below <= kPassivePoints ? "passive" : "detractor";
  }
  const double share = 5 * (value - scale->min) / (scale->max - scale->min);
  return share >= 3 ? "positive" : share <= 2 ? "negative" : "neutral";
}

std::string_view FeedbackItem::first(std::string FeedbackAnswer::*member) const {
  for (const FeedbackAnswer& each : answers) {
    if (!(each.*member).empty()) return each.*member;
  }
  return {};
}

std::string FeedbackItem::text() const {
  std::string all;
  for (const FeedbackAnswer& each : answers) {
    if (!each.text.empty()) all += (all.empty() ? "" : "\n\n") + each.text;
  }
  return all;
}

std::optional<FeedbackScore> FeedbackItem::score() const {
  const FeedbackAnswer* best = nullptr;
  for (const FeedbackAnswer& each : answers) {
    if (each.answer && (best == nullptr || rank(each.kind) < rank(best->kind))) best = &each;
  }
  if (best == nullptr) return std::nullopt;
  return FeedbackScore{best->kind, *best->answer, best->scale, score_group(best->kind, *best->answer, best->scale)};
}

}  // namespace sojourn
