"""The reference: a Streamlit page as one writes it first, with one chart or with all four, their figures fixed.

Streamlit's and Plotly's defaults throughout; the sidebar's choice picks other figures for every chart. Each chart has
as many marks as its twin on our page, for the whole city and for a cluster of six units.
"""

import os

import plotly.graph_objects as go
import streamlit as st

WHOLE_CITY = {"By unit": 30, "By period": 240, "Comparable periods": 60, "Map": 30}
CLUSTER = {"By unit": 6, "By period": 48, "Comparable periods": 12, "Map": 30}
CLUSTERS = ["All clusters", "Cụm 1", "Cụm 2", "Cụm 3", "Cụm 4", "Cụm 5"]
FIGURES = {
    cluster: {
        title: [100 + (37 * (place + 1) * (number + 3)) % 900 for place in range(marks)]
        for title, marks in (CLUSTER if number else WHOLE_CITY).items()
    }
    for number, cluster in enumerate(CLUSTERS)
}

st.title("Union indicators")
with st.sidebar:
    cluster = st.selectbox("Emulation cluster", CLUSTERS)
for title, values in list(FIGURES[cluster].items())[: int(os.environ["CHARTS"])]:
    st.subheader(title)
    names = [f"Unit {place % 30 + 1}, {2017 + place // 30}" for place in range(len(values))]
    st.plotly_chart(go.Figure(go.Bar(x=values, y=names, orientation="h", text=values)), key=title)
