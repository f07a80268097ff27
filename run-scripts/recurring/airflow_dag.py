"""Moves new product events each night; for Airflow 3 (Airflow 2: airflow, airflow.operators.bash)."""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    dag_id="event_backfill",
    schedule="10 3 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,  # one run takes all that is new, however many nights were missed
    max_active_runs=1,
):
    BashOperator(
        task_id="move_new_events",
        # The space at the end keeps Airflow from reading the script as a template.
        bash_command="exec /opt/event-backfill/nightly.sh ",
        # Dead letters: the run is complete, but somebody should look; the log names them.
        skip_on_exit_code=3,
        # A killed run goes on. Where another worker takes over, the lease of the dead one has to
        # expire first, which takes 2 minutes. What a retry can't mend it doesn't harm either.
        retries=2,
        retry_delay=timedelta(minutes=5),
    )
