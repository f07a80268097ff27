/**
 * The pages people look at: {@code plan.html}, {@code report.html} and {@code verify.html}, each
 * made of the JSON file of that name and of nothing else, whole in one file, with no script.
 *
 * <p>HTML and SVG are made by a builder of our own, for it has to show control characters and
 * accept no markup, and j2html does neither; charts likewise, for those of Java's libraries
 * (XChart, JFreeChart with JFreeSVG) are drawn by AWT in fixed sizes and colours, which neither a
 * phone nor a dark page can change.
 */
@NullMarked
package io.eventbackfill.pipeline.pages;

import org.jspecify.annotations.NullMarked;
