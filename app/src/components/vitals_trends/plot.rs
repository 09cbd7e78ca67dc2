//! One plot.

use std::fmt::Write;

use leptos::prelude::*;
use model::{
    clinic::display_date,
    vitals::{Measure, VitalsAt},
};

use super::{
    Trend,
    scale::{BOTTOM, HEIGHT, LEFT, RIGHT, TimeScale, ValueScale, WIDTH},
    words,
};
use crate::components::badge::{Badge, Tone};

/// The plot under its title and its last value in words; `None` when there is no value.
pub fn trend_plot(trend: Trend, vitals: &[VitalsAt], times: TimeScale, has_ranges: bool) -> Option<AnyView> {
    let values = trend.lines.iter().flat_map(|(measure, _)| values(vitals, *measure).map(|(_, value)| value));
    let ranges: Vec<(f64, f64)> =
        trend.lines.iter().filter(|_| has_ranges).filter_map(|(measure, _)| measure.facts().normal).collect();
    let scale = ValueScale::over(values.chain(ranges.iter().flat_map(|(low, high)| [*low, *high])))?;
    let bands = ranges.iter().map(|(low, high)| {
        let (top, bottom) = (scale.y(*high), scale.y(*low));
        view! { <rect class="trend-range" x=LEFT y=place(top) width=RIGHT - LEFT height=place(bottom - top)></rect> }
    });
    let lines = trend.lines.iter().enumerate().map(|(line, (measure, _))| {
        let points: Vec<_> =
            values_at(vitals, *measure, times, scale).map(|(x, y)| format!("{} {}", place(x), place(y))).collect();
        let dots = points.iter().fold(String::new(), |mut path, point| {
            // Writing to a string doesn't fail.
            _ = write!(path, "M{point}h0");
            path
        });
        let path = if points.len() > 1 { format!("M{}", points.join("L")) } else { String::new() };
        view! {
            <path class=if line == 0 { "trend-line" } else { "trend-line trend-line-second" } d=path></path>
            <path class="trend-dots" d=dots></path>
        }
    });
    let last = words::last(&trend, vitals, has_ranges);
    let badge = last.standing.map(|(is_normal, words)| {
        let tone = if is_normal { Tone::Neutral } else { Tone::Warning };
        view! { <Badge tone label=words/> }
    });
    let view = view! {
        <figure class="trend">
            <figcaption>
                <span class="trend-title">{trend.title}</span>
                <span class="trend-last">{last.value}</span>
                <span class="muted">{last.date}</span>
                {badge}
            </figcaption>
            <svg role="img" aria-label=words::summary(&trend, vitals) viewBox=format!("0 0 {WIDTH} {HEIGHT}")>
                {bands.collect_view()}
                {ticks(scale)}
                {lines.collect_view()}
                <text class="trend-text" x=LEFT y=HEIGHT - 6.0>{display_date(times.first.date())}</text>
                <text class="trend-text trend-text-end" x=RIGHT y=HEIGHT - 6.0>{display_date(times.last.date())}</text>
            </svg>
        </figure>
    };
    Some(view.into_any())
}

/// Lines across the plot at round values, each with its value at the left.
fn ticks(scale: ValueScale) -> impl IntoView {
    let tick = move |value: f64| {
        let y = scale.y(value);
        let text = format!("{value:.*}", scale.decimals());
        view! {
            <path class="trend-tick" d=format!("M{LEFT} {}H{RIGHT}", place(y))></path>
            <text class="trend-text trend-text-end" x=LEFT - 5.0 y=place((y + 4.0).min(BOTTOM + 4.0))>{text}</text>
        }
    };
    scale.ticks().into_iter().map(tick).collect_view()
}

pub(super) fn values(vitals: &[VitalsAt], measure: Measure) -> impl Iterator<Item = (&VitalsAt, f64)> {
    vitals.iter().filter_map(move |visit| Some((visit, visit.vitals.get(measure)?)))
}

fn values_at(
    vitals: &[VitalsAt],
    measure: Measure,
    times: TimeScale,
    scale: ValueScale,
) -> impl Iterator<Item = (f64, f64)> {
    values(vitals, measure).map(move |(visit, value)| (times.x(visit.time), scale.y(value)))
}

/// A tenth of a unit is as fine as one sees; server and browser write the same.
fn place(coordinate: f64) -> String {
    format!("{coordinate:.1}")
}
