#include "funnels/funnel_plan.h"

#include <algorithm>

#include "base/decimal.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

static_assert(limits::kFunnelStepsMax < 32, "the steps an event meets are the bits of a StepSet");

ParameterInfo repeated(ParameterInfo info) {
  info.repeated = true;
  return info;
}

std::vector<ParameterInfo> rule_parameters() {
  ParameterInfo step = repeated(parameter("step", ParameterType::kFilter, "",
                                          "A filter per step, in order, e.g. touchpoint = \"purchase\". Up to 16."));
  step.required = true;
  return {
      step,
      parameter("within", ParameterType::kDuration, "30d", "From the first step to the last, inclusive."),
      repeated(parameter("step_within", ParameterType::kDuration, "",
                         "Longest time from the step before, inclusive: one for each step from the second on, or a "
                         "single one for all.")),
      choice("attempt", {"best", "first"}, "best: the attempt that comes furthest; first: the one that begins first."),
      choice("order", {"ordered", "strict", "any"},
             "ordered: as the steps are given, other events may come in between; strict: nothing but repeats of a step "
             "may come between it and the next one; any: whichever comes first."),
      parameter("among", ParameterType::kFilter, "",
                "With order=strict: only these events and those of steps stand in the way of each other; otherwise all "
                "do."),
      parameter("grace", ParameterType::kDuration, "0",
                "Two events at most so far apart count as in either order: clocks differ."),
      parameter("strictly_later", ParameterType::kBool, "false", "Each step must come later than the one before."),
      parameter("no_repeats", ParameterType::kBool, "false",
                "An attempt ends when a step that it has reached comes again; a later first step starts anew."),
  };
}

std::vector<ParameterInfo> exclusion_parameters() {
  return {
      repeated(parameter("exclude", ParameterType::kFilter, "",
                         "An event that passes this filter between the steps kills the attempt. Up to 16.")),
      repeated(parameter("exclude_between", ParameterType::kText, "",
                         "Between which steps, e.g. 1-2: one for each exclude, or a single one for all. Otherwise, or "
                         "with \"anywhere\", between the first and the last.")),
      choice("exclude_scope", {"attempt", "customer"},
             "attempt: a killed attempt counts as far as it had come, and a clean one may come further; customer: who "
             "was killed where they came furthest is left out at every step."),
  };
}

std::vector<ParameterInfo> counting_parameters() {
  std::vector<ParameterInfo> parameters{
      repeated(parameter("hold", ParameterType::kField, "",
                         "A field whose value must be the same at all steps of an attempt, e.g. order. Up to three.")),
      choice("counting", {"customers", "attempts", "sessions"},
             "customers: each once, by the reported attempt; attempts: all, one after another; sessions: each session "
             "as if it were a life of its own."),
      choice("touch", {"first", "last", "step", "all"},
             "Which event of an attempt says to which value of a split it belongs: the first, the last, the one of "
             "step touch_step, or all of them, which must then agree."),
      integer("touch_step", 1, 1, limits::kFunnelStepsMax, "With touch=step: the step, from 1."),
      choice("show", {"steps", "times", "after", "between"},
             "steps: how many came how far; times: how long they took from step 1; after: what those did next who came "
             "no further; between: what happened between a step and the one before."),
      node_parameter(),
  };
  for (ParameterInfo& each : SessionCut::parameters("30m")) {
    each.about = "With counting=sessions. " + each.about;
    parameters.push_back(std::move(each));
  }
  return parameters;
}

// The one of that name in the choice's order.
template <class Enum>
Enum chosen(const BindContext& context, const char* name, std::initializer_list<const char*> choices) {
  const std::string text = context.text(name);
  const auto found = std::find(choices.begin(), choices.end(), text);
  return static_cast<Enum>(found - choices.begin());
}

Status bind_filters(BindContext& context, const char* parameter, const std::vector<std::string>& texts,
                    std::vector<std::shared_ptr<const Predicate>>& bound) {
  if (texts.size() > limits::kFunnelStepsMax) {
    return Status::limit("there can be at most " + std::to_string(limits::kFunnelStepsMax), parameter);
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    SOJOURN_TRY(auto filter, context.filter(texts[i], std::string(parameter) + " " + std::to_string(i + 1)));
    bound.push_back(std::move(filter));
  }
  return {};
}

Status bind_step_window(const BindContext& context, FunnelRules& rules) {
  const std::vector<std::string> texts = context.texts("step_within");
  if (texts.empty()) return {};
  if (texts.size() != 1 && texts.size() + 1 != rules.steps) {
    return Status::invalid("is given " + std::to_string(texts.size()) +
                               " times: once for all steps, or once for each " + "of the " +
                               std::to_string(rules.steps - 1) + " steps from the second on",
                           "step_within");
  }
  rules.step_window.assign(rules.steps, FunnelRules::kNoLimit);
  for (size_t level = 1; level < rules.steps; ++level) {
    SOJOURN_TRY(rules.step_window[level], parse_duration(texts.size() == 1 ? texts[0] : texts[level - 1]));
  }
  return {};
}

Result<Exclusion> parse_between(const std::string& text, size_t steps) {
  if (text == "anywhere") return Exclusion{1, steps};
  const size_t dash = text.find('-');
  const Result<int64_t> from = parse_integer(text.substr(0, dash));
  const Result<int64_t> to = parse_integer(dash == std::string::npos ? "" : text.substr(dash + 1));
  const bool fits =
      from.has_value() && to.has_value() && *from >= 1 && *to > *from && static_cast<size_t>(*to) <= steps;
  if (fits) return Exclusion{static_cast<size_t>(*from), static_cast<size_t>(*to)};
  return Status::invalid("\"" + text + "\" is neither \"anywhere\" nor two steps of 1 to " + std::to_string(steps) +
                             ", the earlier first, such as 1-2",
                         "exclude_between");
}

Status bind_exclusions(BindContext& context, FunnelPlan& plan) {
  const std::vector<std::string> texts = context.texts("exclude");
  const std::vector<std::string> between = context.texts("exclude_between");
  SOJOURN_CHECK(bind_filters(context, "exclude", texts, plan.excluded));
  if (texts.empty() && !between.empty()) return Status::invalid("needs exclude", "exclude_between");
  if (between.size() > 1 && between.size() != texts.size()) {
    return Status::invalid(
        "is given " + std::to_string(between.size()) + " times, exclude " + std::to_string(texts.size()) + " times",
        "exclude_between");
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    Exclusion exclusion{1, plan.rules.steps};
    if (!between.empty()) {
      SOJOURN_TRY(exclusion, parse_between(between[between.size() == 1 ? 0 : i], plan.rules.steps));
    }
    plan.rules.exclusions.push_back(exclusion);
  }
  plan.rules.whole_customer = context.text("exclude_scope") == "customer";
  if (texts.empty() && plan.rules.whole_customer) return Status::invalid("=customer needs exclude", "exclude_scope");
  return {};
}

Status check_together(const BindContext& context, const FunnelPlan& plan) {
  const FunnelRules& rules = plan.rules;
  const std::string order = context.text("order");
  const auto clash = [&order](const char* name) { return Status::invalid("makes no sense with order=" + order, name); };
  if (rules.order == StepOrder::kAny) {
    if (rules.strictly_later) return clash("strictly_later");
    if (rules.no_repeats) return clash("no_repeats");
    if (!rules.step_window.empty()) return clash("step_within");
  }
  if (rules.order != StepOrder::kOrdered) {
    if (rules.grace > 0) return clash("grace");
    if (!rules.exclusions.empty()) {
      return Status::invalid("needs order=ordered" + std::string(plan.strict() ? "; name it in among instead" : ""),
                             "exclude");
    }
  }
  if (plan.among != nullptr && !plan.strict()) return Status::invalid("needs order=strict", "among");
  if (rules.grace > 0) {
    for (const char* name : {"strictly_later", "no_repeats"}) {
      if (context.flag(name)) return Status::invalid("makes no sense with a grace", name);
    }
    if (!rules.exclusions.empty()) return Status::invalid("cannot be told from the steps within a grace", "exclude");
  }
  if (rules.whole_customer && plan.counting == FunnelCounting::kAttempts) {
    return Status::invalid("=customer makes no sense with counting=attempts", "exclude_scope");
  }
  if (plan.touch != FunnelTouch::kStep && plan.touch_step > 0) return Status::invalid("needs touch=step", "touch_step");
  if (plan.touch == FunnelTouch::kStep && plan.touch_step >= rules.steps) {
    return Status::invalid("there are only " + std::to_string(rules.steps) + " steps", "touch_step");
  }
  return {};
}

}  // namespace

std::vector<ParameterInfo> funnel_parameters() {
  std::vector<ParameterInfo> all = rule_parameters();
  for (const auto& more : {exclusion_parameters(), counting_parameters()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

Result<FunnelPlan> bind_funnel(BindContext& context) {
  FunnelPlan plan;
  plan.names = context.texts("step");
  if (plan.names.empty()) return Status::invalid("a funnel needs at least one step", "step");
  SOJOURN_CHECK(bind_filters(context, "step", plan.names, plan.steps));
  FunnelRules& rules = plan.rules;
  rules.steps = plan.steps.size();
  rules.window = context.duration("within");
  rules.range = context.range();
  rules.order = chosen<StepOrder>(context, "order", {"ordered", "strict", "any"});
  rules.first_attempt = context.text("attempt") == "first";
  rules.strictly_later = context.flag("strictly_later");
  rules.no_repeats = context.flag("no_repeats");
  rules.grace = context.duration("grace");
  SOJOURN_CHECK(bind_step_window(context, rules));
  SOJOURN_CHECK(bind_exclusions(context, plan));
  if (context.given("among")) {
    SOJOURN_TRY(plan.among, context.filter(context.text("among"), "among"));
  }
  SOJOURN_TRY(plan.held, HeldFields::bind(context, "hold"));
  plan.counting = chosen<FunnelCounting>(context, "counting", {"customers", "attempts", "sessions"});
  plan.touch = chosen<FunnelTouch>(context, "touch", {"first", "last", "step", "all"});
  plan.touch_step = static_cast<size_t>(context.integer("touch_step")) - 1;
  plan.show = chosen<FunnelShow>(context, "show", {"steps", "times", "after", "between"});
  if (plan.counting == FunnelCounting::kSessions) {
    SOJOURN_TRY(plan.sessions, SessionCut::bind(context));
  }
  if (plan.show == FunnelShow::kAfter || plan.show == FunnelShow::kBetween) {
    SOJOURN_TRY(plan.node, bind_node_column(context, "node"));
  }
  SOJOURN_CHECK(check_together(context, plan));
  plan.codes = step_codes(plan.names, plan.steps, context.snapshot());
  context.only_identified();
  return plan;
}

}  // namespace sojourn
