"""A plain page to compare with: an attendance sheet in pandas, a filter, and six plotly.express charts."""

from __future__ import annotations

import os

import pandas as pd
import plotly.express as px
import streamlit as st


@st.cache_data
def load(path: str) -> pd.DataFrame:
    """Read the sheet once."""
    frame = pd.read_excel(path, engine="calamine")
    return frame.assign(Month=pd.to_datetime(frame["Date"]).dt.to_period("M").dt.to_timestamp())


def draw(sheet: pd.DataFrame) -> None:
    """Draw the filter and the charts."""
    programs = st.multiselect("Programs", sorted(sheet["Program"].unique()))
    shown = sheet[sheet["Program"].isin(programs)] if programs else sheet
    came = shown[shown["Status"] == "Present"]
    by_month = came.groupby(["Month", "Program"]).size().reset_index(name="Visits")
    st.plotly_chart(px.bar(by_month, x="Month", y="Visits", color="Program"), key="months")
    by_program = came.groupby("Program").size().reset_index(name="Visits")
    st.plotly_chart(px.bar(by_program, x="Visits", y="Program"), key="programs")
    per_session = (
        came.groupby(["Program", "Date"]).size().groupby("Program").mean().reset_index(name="Average")
    )
    st.plotly_chart(px.bar(per_session, x="Average", y="Program"), key="sessions")
    people = came.groupby("Program")["Name"].nunique().reset_index(name="People")
    st.plotly_chart(px.bar(people, x="People", y="Program"), key="people")
    rate = shown.assign(came=shown["Status"] == "Present").groupby("Month")["came"].mean().reset_index()
    st.plotly_chart(px.line(rate, x="Month", y="came"), key="rate")
    visits = came.groupby("Name").size().value_counts().sort_index().reset_index()
    st.plotly_chart(px.bar(visits, x=visits.columns[0], y=visits.columns[1]), key="visits")


if __name__ == "__main__":
    draw(load(os.environ["PLAIN_SHEET"]))
